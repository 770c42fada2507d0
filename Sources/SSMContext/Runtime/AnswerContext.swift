import SSMModel
public import SSMTensor
public import SSMText

/// What a strategy knows and can do while it answers.
///
/// Whatever it reads or decodes goes through the `forward` and the hooks of the whole stack, as `next` does, so that a
/// note is read under the same methods as the answer.
public struct AnswerContext: Sendable {
    /// The tokenizer of the model.
    public let tokenizer: any Tokenizer
    /// How prompts are answered.
    public let options: AnswerOptions
    let runtime: StrategyRuntime
    let meter: CostMeter

    /// Reads prompts, as many at a time as the options allow, and makes something of each.
    ///
    /// Prompts of one context share the reading of it where the options say so. What is kept of a batch of prompts is
    /// up to `use`: their states are gone when it returns.
    ///
    /// - Parameter use: is given the indices of the prompts that were read together with their states and the logits
    ///   after the last row of each; it makes one result of each, in that order.
    /// - Returns: the results in the order of the prompts.
    public func prefill<Result>(
        _ prompts: [Prompt], then use: (_ batch: [Int], _ read: Prefilled) throws -> [Result]
    ) throws -> [Result] {
        try answerer.read(prompts, use)
    }

    /// Cuts the context of each prompt into segments, once for all prompts that share it and are cut alike.
    ///
    /// - Parameter limit: the most tokens of a segment for a prompt; positive.
    /// - Returns: for each prompt the prompts about its segments, in order.
    public func segmented(
        _ prompts: [Prompt], limit: (Prompt) throws -> Int
    ) throws -> [[SegmentPrompt]] {
        var known: [String: [ContextSegment]] = [:]
        return try prompts.map { prompt in
            let limit = try limit(prompt)
            let name = "\(prompt.contextID)/\(limit)"
            let segments =
                try known[name] ?? ContextSplitter(limit: limit, tokenizer: tokenizer).segments(of: prompt.context)
            known[name] = segments
            return segments.enumerated().map { number, segment in
                var part = prompt
                part.id += "/\(number)"
                part.contextID = "\(name)/\(number)"
                part.context = segment.passages
                return SegmentPrompt(segment: segment, prompt: part)
            }
        }
    }

    /// Reads on: more tokens of each sequence, by the plain recurrence, as decoding does.
    ///
    /// - Edge cases: a sequence that goes on with nothing stays as it is.
    public func continued(_ prefilled: Prefilled, with tokens: [[TokenID]]) throws -> Prefilled {
        try answerer.continued(prefilled, with: tokens)
    }

    /// Goes on from a state, one sequence a limit, with the sampling of the options.
    ///
    /// - Parameter isAnswer: whether the text is that of the answers, for whoever follows them; a note is not.
    public func decode(
        _ prefilled: Prefilled, limits: [AnswerLimits], isAnswer: Bool = false
    ) throws -> [Decoded] {
        try answerer.decode(prefilled, limits: limits, observer: isAnswer ? options.observer : nil)
    }

    /// Log-likelihood of a continuation of each sequence.
    public func score(_ continuations: [[TokenID]], after prefilled: Prefilled) throws -> [Double] {
        try answerer.score(continuations, after: prefilled)
    }

    private var answerer: Answerer {
        Answerer(runtime: runtime, tokenizer: tokenizer, options: options, meter: meter)
    }
}
