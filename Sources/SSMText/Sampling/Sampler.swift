public import SSMTensor

/// Chooses the tokens of one sequence, one after the other.
///
/// A draw depends on the key and on the number of tokens drawn before, never on what else is in the batch.
public struct Sampler: Sendable {
    /// How tokens are chosen.
    public let options: SamplingOptions
    /// Ids from here on have no text and are never chosen: a model may have more rows than its tokenizer has tokens.
    public let vocabularySize: Int

    private let key: RandomKey
    private let name: String
    private var seen: Set<TokenID>
    private var step = 0

    /// A sampler for what follows a prompt.
    ///
    /// - Parameters:
    ///   - options: how tokens are chosen.
    ///   - vocabularySize: the tokenizer's.
    ///   - prompt: the tokens before, which the repetition penalty counts as seen.
    ///   - key: the sequence's random numbers.
    ///   - name: what the sequence is called in errors.
    public init(
        _ options: SamplingOptions, vocabularySize: Int, prompt: [TokenID] = [], key: RandomKey, name: String = ""
    ) {
        self.options = options
        self.vocabularySize = vocabularySize
        self.key = key
        self.name = name
        seen = options.repetitionPenalty == 1 ? [] : Set(prompt)
    }

    /// The next token.
    ///
    /// - Parameter logits: of every token of the model (V).
    /// - Throws: `SamplingError.notFinite` for a logit that is not a number or is infinite, unless it is minus infinity,
    ///   which excludes a token; `SamplingError.nothingToChoose` where all tokens are excluded.
    /// - Complexity: O(V) time, and for top-p without a steep distribution O(V log V).
    public mutating func next(from logits: Span<Float>) throws(SamplingError) -> TokenID {
        let scores = try scores(of: logits)
        let token: TokenID
        if options.isGreedy {
            token = Self.greatest(of: scores)
        } else {
            var generator = key.folding(step).generator
            token = TokenDistribution(scores, options).token(at: generator.uniform())
        }
        step += 1
        if options.repetitionPenalty != 1 { seen.insert(token) }
        return token
    }

    /// The logits of the tokens that have a text, those seen before penalised.
    private func scores(of logits: Span<Float>) throws(SamplingError) -> [Float] {
        var scores: [Float] = []
        scores.reserveCapacity(min(logits.count, vocabularySize))
        var greatest = -Float.infinity
        for token in 0..<min(logits.count, vocabularySize) {
            let logit = logits[token]
            guard logit < .infinity else {
                throw .notFinite(sequence: name, step: step, token: token, value: "\(logit)")
            }
            greatest = max(greatest, logit)
            scores.append(logit)
        }
        guard greatest > -.infinity else { throw .nothingToChoose(sequence: name, step: step) }
        let penalty = Float(options.repetitionPenalty)
        for token in seen where scores.indices.contains(Int(token)) {
            let score = scores[Int(token)]
            scores[Int(token)] = score < 0 ? score * penalty : score / penalty
        }
        return scores
    }

    private static func greatest(of scores: [Float]) -> TokenID {
        var best = 0
        for token in scores.indices where scores[token] > scores[best] { best = token }
        return TokenID(best)
    }
}
