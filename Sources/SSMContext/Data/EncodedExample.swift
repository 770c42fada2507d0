public import SSMTensor
public import SSMText

/// A training example in tokens.
public struct EncodedExample: Sendable, Hashable {
    /// Name of the sample that it was made from.
    public let id: String

    /// The tokens: (T).
    public let tokens: [TokenID]

    /// The token to predict AT each row, usually the one of the next row; -1 for none: (T).
    public let targets: [Int32]

    /// Whether the row predicts a part of an answer (the "target" weight of the loss) or anything else: (T).
    public let isTarget: [Bool]

    /// Whether an answer depends on the row: (T).
    public let evidence: [Bool]

    /// Whether no strategy may drop the row: it predicts a part of an answer, or is one: (T).
    ///
    /// - Source: DeciMamba's training, which protects the label tokens and the row before them.
    public let isProtected: [Bool]
}

extension TrainingExample {
    /// The example in tokens; each piece is encoded alone, as the prompts of the original methods are.
    ///
    /// - Throws: `TokenizerError` for text outside the vocabulary and for a label that is not one token.
    /// - Edge cases: the last row predicts nothing, unless it has a label; a piece with a label and no text is ignored.
    public func encoded(with tokenizer: any Tokenizer) throws(TokenizerError) -> EncodedExample {
        var tokens: [TokenID] = []
        var evidence: [Bool] = []
        var isAnswer: [Bool] = []  // whether the token itself belongs to a target
        var labels: [(row: Int, token: TokenID)] = []
        for piece in pieces {
            let ids = try tokenizer.encode(piece.text)
            tokens += ids
            evidence += Array(repeating: piece.isEvidence, count: ids.count)
            isAnswer += Array(repeating: piece.role == .target, count: ids.count)
            if let label = piece.label, !ids.isEmpty {
                labels.append((tokens.count - 1, try tokenizer.singleToken(label)))
            }
        }
        var targets = tokens.dropFirst().map { Int32($0) }
        var isTarget = Array(isAnswer.dropFirst())
        if !tokens.isEmpty {
            targets.append(-1)
            isTarget.append(false)
        }
        for label in labels {
            targets[label.row] = label.token
            isTarget[label.row] = true
        }
        return EncodedExample(
            id: id, tokens: tokens, targets: targets, isTarget: isTarget, evidence: evidence,
            isProtected: isTarget.indices.map { isTarget[$0] || isAnswer[$0] })
    }
}

extension Tokenizer {
    func singleToken(_ text: String) throws(TokenizerError) -> TokenID {
        let ids = try encode(text)
        guard ids.count == 1 else { throw .notOneToken(text: text, count: ids.count) }
        return ids[0]
    }
}
