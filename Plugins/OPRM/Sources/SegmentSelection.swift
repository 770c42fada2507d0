import Foundation
import SSMContext
import SSMTensor

/// Reads segments and goes on from the state of the best one.
struct SegmentSelection {
    /// How good a segment is to answer from; less is better.
    private struct Rank: Comparable {
        let isDiscarded: Bool
        let badness: Double
        let segment: Int

        static func < (one: Rank, other: Rank) -> Bool {
            if one.isDiscarded != other.isDiscarded { return other.isDiscarded }
            return (one.badness, one.segment) < (other.badness, other.segment)
        }
    }

    /// The best segment so far.
    private struct Candidate {
        let rank: Rank
        let read: Prefilled
    }

    /// What is told of a segment in the trace.
    private struct Reading {
        let rank: Rank
        let tokens: Int
    }

    let configuration: OPRMConfiguration
    let context: AnswerContext

    func answers(to prompts: [Prompt]) throws -> [Answer] {
        let segmented = try context.segmented(prompts) { _ in configuration.segment }
        let parts = prompts.indices.flatMap { index in segmented[index].indices.map { (prompt: index, segment: $0) } }
        let asked = try segmented.flatMap { try $0.map { try self.asked($0.prompt) } }
        var best: [Int: Candidate] = [:]
        let readings = try context.prefill(asked) { batch, read in
            let whole = batch.map { prompts[parts[$0].prompt] }
            let badness = try badness(of: whole, read)
            let isDiscarded = try isDiscarded(whole, read)
            return batch.indices.map { index in
                let part = parts[batch[index]]
                let rank = Rank(isDiscarded: isDiscarded[index], badness: badness[index], segment: part.segment)
                // The state of a segment is held only as long as none is better.
                if best[part.prompt].map({ rank < $0.rank }) ?? true {
                    best[part.prompt] = Candidate(rank: rank, read: read.gathered([index]))
                }
                return Reading(rank: rank, tokens: read.sequences[index].promptLength)
            }
        }
        let told = Dictionary(grouping: zip(parts, readings)) { $0.0.prompt }
        return try answers(to: prompts, from: prompts.indices.compactMap { best[$0] }) { index, chosen in
            told[index, default: []].map { part, reading in
                AnswerStep(
                    kind: part.segment == chosen ? "chosen segment" : "segment", text: text(reading.rank), tokens: [],
                    passages: segmented[index][part.segment].segment.range, readTokens: reading.tokens)
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
                decoded[index], to: prompts[index].id, after: trace(index, chosen[index].rank.segment),
                retention: read.retention[index])
        }
    }

    /// What is read of a segment: it with the question, or it alone where the question's likelihood is asked for.
    private func asked(_ prompt: Prompt) throws -> Prompt {
        var asked = prompt
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

    /// Whether what would be answered from each segment leaves it out.
    private func isDiscarded(_ prompts: [Prompt], _ read: Prefilled) throws -> [Bool] {
        guard let discard = configuration.discard?.drop(while: \.isWhitespace) else {
            return prompts.map { _ in false }
        }
        let asked =
            configuration.choice == .question ? try context.continued(read, with: prompts.map(question)) : read
        // Under the prompts' own names, so that what is drawn at random is what will be answered.
        return try context.decode(asked.renamed(prompts.map(\.id)), limits: prompts.map(\.limits)).map { decoded in
            decoded.text.drop(while: \.isWhitespace).hasPrefix(discard)
        }
    }

    private func text(_ rank: Rank) -> String {
        let name = configuration.choice == .entropy ? "entropy" : "surprise of the question"
        return name + String(format: " %.3f nats", rank.badness) + (rank.isDiscarded ? ", discarded" : "")
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
