import SSMTensor
import SSMText

extension EvaluationTask {
    /// The tokenizer of a task's own words.
    static func tokenizer(of vocabulary: [String]) throws(TaskError) -> WordTokenizer {
        do throws(TokenizerError) {
            return try WordTokenizer(words: vocabulary)
        } catch {
            throw .tokenizer(task: name, error)
        }
    }

    /// Refuses a depth outside 0...1.
    static func check(depth: Double?) throws(TaskError) {
        guard let depth, !(0...1).contains(depth) else { return }
        throw .depth(task: name, depth: depth)
    }

    /// Refuses a value of the configuration unless a condition holds.
    static func demand(_ holds: Bool, _ key: String, _ reason: String) throws(TaskError) {
        guard holds else { throw .configuration(task: name, key: key, reason: reason) }
    }
}

extension RandomKey {
    /// One number of this key, uniform in 0 ..< 1.
    var uniform: Double {
        var generator = generator
        return generator.uniform()
    }
}

/// Where evidence may lie for a depth: within a tenth of the context of it.
enum DepthWindow {
    /// The window as shares of the context; everywhere for no depth.
    static func shares(of depth: Double?) -> Range<Double> {
        guard let depth else { return 0..<1 }
        return max(0, depth - 0.1)..<min(1, depth + 0.1)
    }
}
