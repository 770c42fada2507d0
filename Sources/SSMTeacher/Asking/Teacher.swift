/// Something that answers requests: a model behind a server, a local model, or what is known already.
public protocol Teacher: Sendable {
    /// The answer to a request.
    ///
    /// A task that is cancelled gets what was paid for already, and asks for nothing more.
    ///
    /// - Throws: `TeacherError`; `cancelled` when the task was cancelled before there was an answer.
    func answer(_ request: TeacherRequest) async throws(TeacherError) -> TeacherAnswer

    /// The answer to a request, which is kept before another request has its turn.
    ///
    /// A teacher that takes so many requests at a time counts one as under way until its answer is kept, so that a process
    /// that ends loses no more answers than that.
    ///
    /// - Throws: `TeacherError`, also what keeping the answer throws.
    func answer(
        _ request: TeacherRequest, keptBy keep: @Sendable (TeacherAnswer) throws(TeacherError) -> Void
    ) async throws(TeacherError) -> TeacherAnswer
}

extension Teacher {
    /// The answer to a request, then kept: for teachers that have no turns.
    public func answer(
        _ request: TeacherRequest, keptBy keep: @Sendable (TeacherAnswer) throws(TeacherError) -> Void
    ) async throws(TeacherError) -> TeacherAnswer {
        let answer = try await answer(request)
        try keep(answer)
        return answer
    }
}
