import SSMEval
import SSMRecord

extension EvaluationRun {
    /// The predictions in the run's folder that belong to its present limit.
    ///
    /// - Throws: `RecordError`.
    func predictions(in folder: RunFolder) throws(RecordError) -> [PredictionRecord] {
        let records = try JSONLines<PredictionRecord>(folder.predictionsFile).read().records
        return evaluation.limit == nil ? records : records.ofFirst(evaluation.contexts)
    }
}
