import SSMContext
import SSMText

/// Measures text in tokens, for a task.
struct TextRuler: Sendable {
    let task: String
    let tokenizer: any Tokenizer

    /// Number of tokens of a text on its own.
    func count(_ text: String) throws(TaskError) -> Int {
        do throws(TokenizerError) {
            return try tokenizer.encode(text).count
        } catch {
            throw .tokenizer(task: task, error)
        }
    }

    /// The most tokens of the questions' targets, at least 1.
    func mostTokens(of questions: [Question]) throws(TaskError) -> Int {
        var most = 1
        for question in questions { most = max(most, try count(question.target)) }
        return most
    }

    /// The beginning of a text that has exactly this many tokens.
    ///
    /// - Throws: `TaskError.uncuttable` where the tokenizer does not give back the tokens that it was cut at, or the
    ///   text is too short.
    func prefix(of text: String, tokens: Int) throws(TaskError) -> String {
        do throws(TokenizerError) {
            let ids = try tokenizer.encode(text)
            // A cut inside a word may be encoded in other tokens than before; then a later cut may do.
            for end in tokens..<max(min(tokens + 4, ids.count + 1), tokens) {
                let cut = tokenizer.decode(Array(ids[..<end]))
                if try tokenizer.encode(cut).count == tokens { return cut }
            }
        } catch {
            throw .tokenizer(task: task, error)
        }
        throw .uncuttable(task: task, text: text, tokens: tokens)
    }
}
