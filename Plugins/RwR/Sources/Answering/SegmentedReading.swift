import SSMContext
import SSMTensor

/// Answers from notes on the segments of a context, which are read independently: segmented summarisation for answering.
struct SegmentedReading {
    let configuration: RwRConfiguration
    let context: AnswerContext

    /// The answers; the trace of each has the note on every segment.
    ///
    /// - Throws: `StrategyError.unsupported` where question and note leave no room for a segment; what reading throws.
    func answers(to prompts: [Prompt], next: ([Prompt]) throws -> [Answer]) throws -> [Answer] {
        let asking = NoteAsking(configuration: configuration, context: context)
        let parts = try context.segmented(prompts, limit: limit)
        let noted = parts.flatMap { $0.map { asking.prompt(for: $0.prompt) } }
        let read = try context.prefill(noted) { batch, read in
            try zip(asking.notes(after: read, of: batch.map { noted[$0].id }), read.sequences).map {
                (note: $0, tokens: $1.promptLength)
            }
        }
        var rest = read[...]
        let notes = parts.map { parts in
            defer { rest = rest.dropFirst(parts.count) }
            return Array(rest.prefix(parts.count))
        }
        let answering = prompts.indices.map { index in
            prompt(prompts[index], from: notes[index].map(\.note), segments: parts[index].map(\.segment))
        }
        let steps = prompts.indices.map { index in
            let steps = zip(notes[index], parts[index]).map { read, part in
                read.note.step(configuration.texts, passages: part.segment.range, readTokens: read.tokens)
            }
            return (prompts[index].id, steps)
        }
        return try next(answering).withSteps(steps)
    }

    /// The most tokens of a segment that is read for a prompt.
    private func limit(for prompt: Prompt) throws -> Int {
        let tokenizer = context.tokenizer
        let around = try tokenizer.encode(prompt.query).count + tokenizer.encode(configuration.texts.cue).count
        let limit = configuration.segments.tokens - around - configuration.noteTokens
        guard limit > 0 else {
            throw StrategyError.unsupported(
                strategy: RwR.name.text,
                reason: "segments.tokens is \(configuration.segments.tokens), but the question of '\(prompt.id)' has "
                    + "\(around) tokens with the request for a note, which may have \(configuration.noteTokens)")
        }
        return limit
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
