package import SSMContext

extension LearningBatch {
    /// The number of rows whose token to predict belongs to a target.
    package var targetCount: Int {
        isTarget.count { $0 }
    }
}
