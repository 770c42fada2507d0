import SSMEval
import SSMRecord

extension EvaluationRun {
    /// The predictions in the run's folder that belong to its present limit.
    ///
    /// - Throws: `RecordError`.
    func predictions(in folder: RunFolder) throws(RecordError) -> [PredictionRecord] {
        let records = try JSONLines<PredictionRecord>(folder.predictionsFile).read().records
        guard evaluation.limit != nil else { return records }
        var groups: Set<String> = []
        for record in records where groups.count < evaluation.contexts {
            groups.insert(record.group)
        }
        return records.filter { groups.contains($0.group) }
    }
}
