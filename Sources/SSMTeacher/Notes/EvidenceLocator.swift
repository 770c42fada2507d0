/// Finds the paragraphs that hold the answer to a question, so that a context without them can be made.
public protocol EvidenceLocator: Sendable {
    /// The name that stands beside its findings.
    var name: String { get }

    /// Where the answers are.
    ///
    /// - Throws: `TeacherError` where there is no finding yet, such as from a server that does not answer.
    func location(
        of answers: [String], to question: String, in paragraphs: [String]
    ) async throws(TeacherError) -> EvidenceLocation
}
