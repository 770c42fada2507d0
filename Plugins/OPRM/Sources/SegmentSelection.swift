import Foundation
import SSMContext
import SSMTensor

/// Reads segments and goes on from the state of the best one.
struct SegmentSelection {
    /// A segment that was read.
    private struct Candidate {
        let segment: Int
        /// Less is better.
        let badness: Double
        let isDiscarded: Bool
        let read: Prefilled

        func isBetter(than other: Candidate) -> Bool {
            if isDiscarded != other.isDiscarded { return !isDiscarded }
            return (badness, segment) < (other.badness, other.segment)
        }
    }

    /// What is told of a segment in the trace.
    private struct Reading {
        let range: Range<Int>
        let readTokens: Int
        let text: String
    }

    private let configuration: OPRMConfiguration
    private let context: AnswerContext

    init(_ configuration: OPRMConfiguration, context: AnswerContext) {
        self.configuration = configuration
        self.context = context
    }

    func answers(to prompts: [Prompt]) throws -> [Answer] {
        let splitter = ContextSplitter(limit: configuration.segment, tokenizer: context.tokenizer)
        var parts: [(prompt: Int, segment: Int, range: Range<Int>)] = []
        var asked: [Prompt] = []
        for (index, prompt) in prompts.enumerated() {
            for (number, segment) in try splitter.segments(of: prompt.context).enumerated() {
                parts.append((index, number, segment.range))
                asked.append(try self.asked(prompt, about: segment, number: number))
            }
        }
        var best: [Int: Candidate] = [:]
        let readings = try context.prefill(asked) { batch, read in
            let badness = try self.badness(of: batch.map { prompts[parts[$0].prompt] }, read)
            let answers = try draftAnswers(batch.map { prompts[parts[$0].prompt] }, read)
            return batch.indices.map { index in
                let part = parts[batch[index]]
                let isDiscarded =
                    configuration.discard.map { answers[index].hasPrefix($0.drop { $0.isWhitespace }) } ?? false
                let candidate = Candidate(
                    segment: part.segment, badness: badness[index], isDiscarded: isDiscarded,
                    read: read.gathered([index]))
                if best[part.prompt].map(candidate.isBetter) ?? true { best[part.prompt] = candidate }
                return Reading(
                    range: part.range, readTokens: read.sequences[index].promptLength,
                    text: text(badness[index], isDiscarded: isDiscarded))
            }
        }
        let trace = Dictionary(grouping: zip(parts, readings)) { $0.0.prompt }
        return try answers(to: prompts, from: prompts.indices.compactMap { best[$0] }) { index, chosen in
            trace[index, default: []].map { part, reading in
                AnswerStep(
                    kind: part.segment == chosen ? "chosen segment" : "segment", text: reading.text, tokens: [],
                    passages: reading.range, readTokens: reading.readTokens)
            }
        }
    }

    /// Goes on from the chosen segments.
    private func answers(
        to prompts: [Prompt], from chosen: [Candidate], trace: (_ prompt: Int, _ chosen: Int) -> [AnswerStep]
    ) throws -> [Answer] {
        guard var read = Prefilled.joined(chosen.map(\.read)) else { return [] }
        if configuration.choice == .question {
            read = try context.continued(read, with: prompts.map(question))
        }
        let decoded = try context.decode(
            read.renamed(prompts.map(\.id)), limits: prompts.map(\.limits), isAnswer: true)
        return prompts.indices.map { index in
            Answer(
                promptID: prompts[index].id, text: decoded[index].text, tokens: decoded[index].tokens,
                trace: trace(index, chosen[index].segment) + [
                    AnswerStep(kind: AnswerStep.answer, text: decoded[index].text, tokens: decoded[index].tokens)
                ],
                retention: read.retention[index], ending: decoded[index].ending)
        }
    }

    /// What is read of a segment: it with the question, or it alone where the question's likelihood is asked for.
    private func asked(_ prompt: Prompt, about segment: ContextSegment, number: Int) throws -> Prompt {
        var asked = prompt
        asked.id += "/\(number)"
        asked.contextID += "/\(number)"
        asked.context = segment.passages
        guard configuration.choice == .question else { return asked }
        guard !(prompt.query + prompt.cue).isEmpty else {
            throw StrategyError.unsupported(
                strategy: OPRM.name.text,
                reason: "'\(prompt.id)' asks nothing whose likelihood could be compared; use choice: entropy")
        }
        guard !prompt.isQueryFirst else {
            throw StrategyError.unsupported(
                strategy: OPRM.name.text,
                reason: "'\(prompt.id)' asks before the context, where the question has no likelihood after a segment; "
                    + "use choice: entropy")
        }
        asked.query = ""
        asked.cue = ""
        return asked
    }

    private func question(of prompt: Prompt) throws -> [TokenID] {
        try context.tokenizer.encode(prompt.query) + context.tokenizer.encode(prompt.cue)
    }

    /// How bad each segment is: the entropy of the first token, or how unlikely the question is.
    private func badness(of prompts: [Prompt], _ read: Prefilled) throws -> [Double] {
        switch configuration.choice {
        case .entropy: Self.entropies(of: read.logits)
        case .question: try context.score(prompts.map(question), after: read).map { -$0 }
        }
    }

    /// What would be answered from each segment, where that decides; otherwise nothing.
    private func draftAnswers(_ prompts: [Prompt], _ read: Prefilled) throws -> [String] {
        guard configuration.discard != nil else { return prompts.map { _ in "" } }
        let asked =
            configuration.choice == .question ? try context.continued(read, with: prompts.map(question)) : read
        // Under the prompts' own names, so that what is drawn at random is what will be answered.
        return try context.decode(asked.renamed(prompts.map(\.id)), limits: prompts.map(\.limits)).map { decoded in
            String(decoded.text.drop { $0.isWhitespace })
        }
    }

    private func text(_ badness: Double, isDiscarded: Bool) -> String {
        let name = configuration.choice == .entropy ? "entropy" : "surprise of the question"
        return name + String(format: " %.3f nats", badness) + (isDiscarded ? ", discarded" : "")
    }

    /// Entropies of the distributions that rows of logits (S, V) stand for, in nats.
    static func entropies(of logits: Tensor) -> [Double] {
        logits.withSpan { all in
            (0..<logits.rows).map { row in
                let range = row * logits.columns..<(row + 1) * logits.columns
                let highest = range.reduce(-Double.infinity) { max($0, Double(all[$1])) }
                var total = 0.0
                var weighted = 0.0
                for index in range {
                    let distance = Double(all[index]) - highest
                    total += exp(distance)
                    weighted += exp(distance) * distance
                }
                return log(total) - weighted / total
            }
        }
    }
}
