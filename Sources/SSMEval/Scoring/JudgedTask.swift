/// A task whose answers a model can judge.
package protocol JudgedTask: Sendable {
    /// The prompts that the judge gets, without question, answer and response: others make other verdicts.
    ///
    /// - Throws: `TaskError`.
    func judgePrompts() throws(TaskError) -> String

    /// What the judge is asked about an answer; its reply is read as LongMemEval does.
    ///
    /// - Throws: `TaskError`.
    func judgeRequest(for record: PredictionRecord) throws(TaskError) -> String
}
