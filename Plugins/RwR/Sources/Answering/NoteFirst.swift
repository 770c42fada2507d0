import SSMContext
import SSMTensor

/// Answers after a note on the whole context.
struct NoteFirst {
    let configuration: RwRConfiguration
    let context: AnswerContext

    /// The answers, each with its note in the trace.
    ///
    /// The context is read once: note and answer go on from its state, unless the layout puts the note before it.
    func answers(to prompts: [Prompt], next: ([Prompt]) throws -> [Answer]) throws -> [Answer] {
        let asking = NoteAsking(configuration: configuration, context: context)
        guard configuration.layout != .prepend else { return try prepended(to: prompts, asking, next: next) }
        return try context.prefill(prompts.map(asking.prompt)) { batch, read in
            let notes = try asking.notes(after: read, of: batch.map { prompts[$0].id })
            let marker = try batch.map { try context.tokenizer.encode(self.marker(of: prompts[$0])) }
            let answered = try context.decode(
                try context.continued(read, with: zip(notes, marker).map { $0.textTokens + $1 }),
                limits: batch.map { prompts[$0].limits }, isAnswer: true)
            return batch.indices.map { index in
                Answer(
                    answered[index], to: prompts[batch[index]].id, after: [notes[index].step(configuration.texts)],
                    retention: read.retention[index])
            }
        }
    }

    /// What the answer follows: the marker where training had it, else what it follows without notes.
    private func marker(of prompt: Prompt) -> String {
        configuration.layout == .cotAnswer ? configuration.texts.marker : prompt.cue
    }

    private func prepended(
        to prompts: [Prompt], _ asking: NoteAsking, next: ([Prompt]) throws -> [Answer]
    ) throws -> [Answer] {
        let notes = try context.prefill(prompts.map(asking.prompt)) { batch, read in
            try asking.notes(after: read, of: batch.map { prompts[$0].id })
        }
        let noted = zip(prompts, notes).map { prompt, note in
            var prompt = prompt
            prompt.contextID = prompt.id
            prompt.context = configuration.texts.before(note.passage, prompt.context)
            return prompt
        }
        return try next(noted).withSteps(
            zip(prompts, notes).map { prompt, note in
                (prompt.id, [note.step(configuration.texts)])
            })
    }
}
