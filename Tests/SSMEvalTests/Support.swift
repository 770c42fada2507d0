import SSMContext
import SSMEval
import SSMTensor
import SSMText
import Testing

/// The key of all tests here.
let testKey = RandomKey(seed: 2024)

extension EvaluationTask {
    /// The tokenizer of the task's words.
    var words: WordTokenizer {
        get throws { try WordTokenizer(words: vocabulary) }
    }

    /// Evaluation samples of `count` groups at every length and depth, with the key of all tests: in order of length,
    /// then depth, then group.
    func samples(_ lengths: [Int], depths: [Double] = [], count: Int = 4) throws -> [Sample] {
        let places: [Double?] = depths.isEmpty ? [nil] : depths
        return try lengths.flatMap { length in
            try places.flatMap { depth in
                try (0..<count).map { try evaluationSample($0, length: length, depth: depth, key: testKey) }
            }
        }
    }
}

extension Sample {
    /// The indices of the passages that are evidence for a question.
    func evidence(for question: Int = 0) -> [Int] {
        context.indices.filter { context[$0].evidenceFor.contains(question) }
    }

    /// The text of the evidence for a question.
    func evidenceText(for question: Int = 0) -> String {
        evidence(for: question).map { context[$0].text }.joined()
    }

    /// Tokens of the context: (L).
    func contextTokens(_ tokenizer: some Tokenizer) throws -> [TokenID] {
        try context.flatMap { try tokenizer.encode($0.text) }
    }
}

/// Whether all elements of one list occur in another in the same order.
func isSubsequence(_ part: [String], of whole: [String]) -> Bool {
    var rest = whole[...]
    for element in part {
        guard let place = rest.firstIndex(of: element) else { return false }
        rest = rest[(place + 1)...]
    }
    return true
}

/// A tokenizer whose tokens are bytes: as unlike the tasks' own as can be.
struct ByteTokenizer: Tokenizer {
    let vocabularySize = 257
    let endOfText: TokenID = 256
    let json = "{}"

    func encode(_ text: String) -> [TokenID] {
        text.utf8.map { TokenID($0) }
    }

    func decode(_ ids: [TokenID], skippingSpecialTokens: Bool) -> String {
        String(decoding: ids.filter { !isSpecial($0) }.map { UInt8(clamping: $0) }, as: UTF8.self)
    }

    func isSpecial(_ id: TokenID) -> Bool { id == endOfText }

    func id(of token: String) -> TokenID? {
        token.utf8.count == 1 ? token.utf8.first.map { TokenID($0) } : nil
    }
}
