package import SSMTensor

/// A task whose samples can be written as records of LongMemEval.
package protocol LongMemEvalSource {
    /// The conversation of a training sample, one record for each question.
    ///
    /// - Throws: as the sample itself.
    func trainingRecords(_ index: Int, length: Int, key: RandomKey) throws(TaskError) -> [LongMemEvalRecord]

    /// The conversation of an evaluation sample, one record for each question.
    ///
    /// - Throws: as the sample itself.
    func evaluationRecords(
        _ index: Int, length: Int, depth: Double?, key: RandomKey
    ) throws(TaskError) -> [LongMemEvalRecord]
}
