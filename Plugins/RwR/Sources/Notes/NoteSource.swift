import SSMContext
import SSMTeacher

/// Where the notes of training examples come from.
protocol NoteSource: Sendable {
    /// The name that stands beside the notes.
    var name: String { get }

    /// What there is to note on a question about a sample's context without some of its passages.
    ///
    /// - Throws: `TeacherError` where there is no note yet, such as from a server that does not answer.
    func note(
        on question: Int, of sample: Sample, without removed: Set<Int>
    ) async throws(TeacherError) -> NoteFinding

    /// The passages without which a question cannot be answered.
    ///
    /// - Throws: as `note`.
    func evidence(of question: Int, in sample: Sample) async throws(TeacherError) -> EvidenceLocation

    /// The passages that are taken out of the context for a question, where that is settled; nil: chance decides.
    func settledRemoval(for question: Int, of sample: Sample) -> [Int]?
}

extension NoteSource {
    func settledRemoval(for question: Int, of sample: Sample) -> [Int]? { nil }
}

/// What came of an attempt to make a note.
enum NoteFinding {
    /// What there is to note, in reading order; nothing where there is nothing.
    ///
    /// - Parameter isWhole: whether it is all that the answer needs.
    case notes([EvidenceNote], isWhole: Bool)
    /// A note that does not lead to the answer.
    case rejected(note: String, reason: String)
    /// None.
    case failed(reason: String)
}
