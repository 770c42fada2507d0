import SSMContext
import SSMTeacher

/// Notes of the task itself, or else the passages that it marks as evidence: a perfect teacher.
struct MarkedNotes: NoteSource {
    let name = "oracle"

    func note(on question: Int, of sample: Sample, without removed: Set<Int>) -> NoteFinding {
        .notes(
            Self.notes(on: question, of: sample).filter { !removed.contains($0.passage) },
            isWhole: isWhole(question, of: sample, without: removed))
    }

    func evidence(of question: Int, in sample: Sample) -> EvidenceLocation {
        let passages = Set(Self.notes(on: question, of: sample).map(\.passage))
        return passages.isEmpty ? .nowhere : .paragraphs(passages.sorted())
    }

    /// Whether all the marked evidence of a question is left without some passages.
    func isWhole(_ question: Int, of sample: Sample, without removed: Set<Int>) -> Bool {
        !Self.notes(on: question, of: sample).contains { removed.contains($0.passage) }
    }

    /// Whether the sample marks evidence, and none for a question: the context does not answer it.
    func isUnanswerable(_ question: Int, of sample: Sample) -> Bool {
        Self.notes(on: question, of: sample).isEmpty
            && sample.questions.indices.contains { !Self.notes(on: $0, of: sample).isEmpty }
    }

    private static func notes(on question: Int, of sample: Sample) -> [EvidenceNote] {
        guard sample.questions[question].notes.isEmpty else { return sample.questions[question].notes }
        return sample.context.indices.filter { sample.context[$0].evidenceFor.contains(question) }.map {
            EvidenceNote(passage: $0, text: sample.context[$0].text.trimmed)
        }
    }
}
