/// Tells whether notes are consistent with the right answers.
public protocol NoteVerifier: Sendable {
    /// The name that stands beside its verdicts.
    var name: String { get }

    /// What there is to say of a note.
    ///
    /// - Throws: `TeacherError` where there is no verdict yet, such as from a server that does not answer.
    func verdict(on claim: NoteClaim) async throws(TeacherError) -> Verdict
}
