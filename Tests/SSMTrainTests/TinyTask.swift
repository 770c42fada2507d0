import SSMContext
import SSMTensor
import SSMText

/// A task that a table can solve: the next letter is a function of the letter before.
struct TinyTask {
    static let letters = 12
    let tokenizer: WordTokenizer

    init() throws {
        tokenizer = try WordTokenizer(words: (0..<TinyTask.letters).map(TinyTask.word))
    }

    /// An example of `length` tokens, of which the last half is the target; a few are one token longer.
    func example(_ index: Int, length: Int) throws -> EncodedExample {
        var generator = RandomKey(seed: 11).folding("data").folding(index).generator
        var letter = generator.below(TinyTask.letters)
        let count = length + (index % 5 == 0 ? 1 : 0)
        var words: [String] = []
        for _ in 0..<count {
            words.append(TinyTask.word(letter))
            letter = (letter * 5 + 3) % TinyTask.letters
        }
        let example = TrainingExample(
            id: "tiny-\(index)",
            pieces: [
                .init(text: words[..<(count / 2)].joined(), role: .context, isEvidence: true),
                .init(text: words[(count / 2)...].joined(), role: .target),
            ])
        return try example.encoded(with: tokenizer)
    }

    private static func word(_ index: Int) -> String {
        " " + String(UnicodeScalar(UInt8(97 + index)))
    }
}
