package import SSMContext

/// How many of the notes that an answer came from are right, by the notes of a perfect reader.
package struct NoteTally: Sendable, Hashable, Codable {
    /// Notes that say something.
    package var noted: Int
    /// Parts of the context about which there is something to note.
    package var evident: Int
    /// Notes that say just what there is to note, and that there is something.
    package var right: Int

    /// Counts, by default none.
    package init(noted: Int = 0, evident: Int = 0, right: Int = 0) {
        self.noted = noted
        self.evident = evident
        self.right = right
    }

    /// The tally of the notes in a trace; nil where there are none, or where the task says nothing of notes.
    package init?(_ trace: [AnswerStep], to question: Int, of sample: Sample) {
        guard sample.questions.contains(where: { !$0.notes.isEmpty }) else { return nil }
        let steps = trace.filter { [AnswerStep.note, AnswerStep.emptyNote].contains($0.kind) }
        guard !steps.isEmpty else { return nil }
        self.init()
        for step in steps {
            let passages = step.passages ?? sample.context.indices
            let wanted = sample.questions[question].notes.filter { passages.contains($0.passage) }.map(\.text)
            let words = step.text.split(whereSeparator: \.isWhitespace)
            if step.kind == AnswerStep.note { noted += 1 }
            guard !wanted.isEmpty else { continue }
            evident += 1
            if words == wanted.joined(separator: " ").split(whereSeparator: \.isWhitespace) { right += 1 }
        }
    }

    /// Adds the counts of others.
    package static func + (one: NoteTally, other: NoteTally) -> NoteTally {
        NoteTally(
            noted: one.noted + other.noted, evident: one.evident + other.evident, right: one.right + other.right)
    }
}
