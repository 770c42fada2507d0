package import SSMContext

extension LearningBatch {
    /// The rows that the loss needs, ascending.
    package var scoredRows: [Int] {
        weights.indices.filter { weights[$0] != 0 }
    }

    /// The number of rows whose token to predict belongs to a target.
    package var targetCount: Int {
        isTarget.count { $0 }
    }
}
