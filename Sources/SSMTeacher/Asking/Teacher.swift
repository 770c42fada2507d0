/// Something that answers requests: a model behind a server, a local model, or what is known already.
public protocol Teacher: Sendable {
    /// The answer to a request.
    ///
    /// A task that is cancelled gets what was paid for already, and asks for nothing more.
    ///
    /// - Throws: `TeacherError`; `cancelled` when the task was cancelled before there was an answer.
    func answer(_ request: TeacherRequest) async throws(TeacherError) -> TeacherAnswer
}
