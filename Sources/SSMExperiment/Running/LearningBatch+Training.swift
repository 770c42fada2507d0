import SSMContext
import SSMModel
import SSMTensor
import SSMTrain

extension LearningBatch {
    /// Examples whose targets alone count, each row alike.
    init(_ examples: [EncodedExample], keys: [RandomKey]) {
        let isTarget = examples.flatMap(\.isTarget)
        self.init(
            tokens: examples.flatMap(\.tokens), layout: SequenceLayout(lengths: examples.map(\.tokens.count)),
            targets: examples.flatMap(\.targets), weights: isTarget.map { $0 ? 1 : 0 }, isTarget: isTarget,
            isProtected: examples.flatMap(\.isProtected), evidence: examples.flatMap(\.evidence),
            ids: examples.map(\.id), keys: keys)
    }
}

extension BatchLoss {
    /// The loss of a pass as training reads it.
    init(_ loss: LossResult) {
        let count = Double(loss.requiredCount)
        self.init(
            total: loss.total, targetLoss: count > 0 ? loss.requiredLoss / count : nil,
            targetAccuracy: count > 0 ? Double(loss.requiredCorrect) / count : nil)
    }
}
