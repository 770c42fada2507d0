import SSMContext

/// Asks for notes.
struct NoteAsking {
    let configuration: RwRConfiguration
    let context: AnswerContext

    /// A prompt that asks for a note instead of the answer.
    func prompt(for prompt: Prompt) -> Prompt {
        var asking = prompt
        asking.cue = configuration.texts.cue
        return asking
    }

    /// The notes of prompts that were read; each ends at the marker or with the text.
    ///
    /// A note has random numbers of its own, besides those of the answer.
    func notes(after read: Prefilled, of prompts: [String]) throws -> [Decoded] {
        let limits = AnswerLimits(maximumTokens: configuration.noteTokens, stop: [configuration.texts.marker])
        return try context.decode(
            read.renamed(prompts.map { "\($0)/note" }), limits: Array(repeating: limits, count: read.sequences.count))
    }
}
