import SSMContext
import SSMTensor

/// Answers from notes on the segments of a context, which are read independently: segmented summarisation for answering.
struct SegmentedReading {
    private let configuration: RwRConfiguration
    private let context: AnswerContext

    init(_ configuration: RwRConfiguration, context: AnswerContext) {
        self.configuration = configuration
        self.context = context
    }

    /// The answers; the trace of each has the note on every segment.
    ///
    /// - Throws: `StrategyError.unsupported` where question and note leave no room for a segment; what reading throws.
    func answers(to prompts: [Prompt], next: ([Prompt]) throws -> [Answer]) throws -> [Answer] {
        let asking = NoteAsking(configuration, context: context)
        let segments = try segments(of: prompts)
        let parts = prompts.indices.flatMap { index in segments[index].indices.map { (prompt: index, segment: $0) } }
        let noted = parts.map { part in
            var prompt = asking.prompt(for: prompts[part.prompt])
            prompt.id += "/\(part.segment)"
            // Contexts are shared by prompts that cut them alike, whatever is asked together.
            prompt.contextID += "/\(segments[part.prompt].count)/\(segments[part.prompt][part.segment].range)"
            prompt.context = segments[part.prompt][part.segment].passages
            return prompt
        }
        let notes = try context.prefill(noted) { batch, read in
            try zip(asking.notes(after: read, of: batch.map { noted[$0].id }), read.sequences).map {
                ($0, readTokens: $1.promptLength)
            }
        }
        var found = prompts.map { _ in [(note: Decoded, readTokens: Int)]() }
        for (part, note) in zip(parts, notes) { found[part.prompt].append((note.0, note.readTokens)) }
        let answering = prompts.indices.map { index in
            prompt(prompts[index], from: found[index].map(\.note), segments: segments[index])
        }
        return try next(answering).withSteps(
            prompts.indices.map { index in
                (
                    prompts[index].id,
                    zip(found[index], segments[index]).map { found, segment in
                        found.note.step(
                            configuration.texts, passages: segment.range, readTokens: found.readTokens)
                    }
                )
            })
    }

    /// The segments of each prompt's context.
    private func segments(of prompts: [Prompt]) throws -> [[ContextSegment]] {
        let tokenizer = context.tokenizer
        return try prompts.map { prompt in
            let around = try tokenizer.encode(prompt.query).count + tokenizer.encode(configuration.texts.cue).count
            let limit = configuration.segments.tokens - around - configuration.noteTokens
            guard limit > 0 else {
                throw StrategyError.unsupported(
                    strategy: RwR.name.text,
                    reason: "segments.tokens is \(configuration.segments.tokens), but the question of '\(prompt.id)' "
                        + "has \(around) tokens with the request for a note, which may have \(configuration.noteTokens)"
                )
            }
            return try ContextSplitter(limit: limit, tokenizer: tokenizer).segments(of: prompt.context)
        }
    }

    /// The prompt that is answered at last, with the notes in the place of the context.
    private func prompt(_ prompt: Prompt, from notes: [Decoded], segments: [ContextSegment]) -> Prompt {
        let texts = configuration.texts
        let isAllEmpty = notes.allSatisfy { texts.isEmpty($0.text) }
        let kept = configuration.segments.keepEmpty ? notes : notes.filter { !texts.isEmpty($0.text) }
        var answering = prompt
        guard isAllEmpty else {
            answering.contextID = prompt.id
            answering.context = texts.joined(kept.map(\.passage))
            return answering
        }
        switch configuration.segments.fallback {
        case .whole: break
        case .lastSegment:
            answering.contextID = prompt.contextID + "/last"
            answering.context = segments.last?.passages ?? []
        case .emptyNote:
            answering.contextID = prompt.contextID + "/empty"
            answering.context = [Passage(text: texts.empty)]
        }
        return answering
    }
}
