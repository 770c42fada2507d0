import SSMTensor

/// Training or evaluation. Each has facts of its own, so that nothing learnt by heart helps.
enum Split: String, Sendable {
    case training, evaluation

    /// Whether a fact belongs to this split: half of all facts do, by a hash that has no pattern to learn.
    func owns(_ fact: String) -> Bool {
        let isTraining = Split.partition.folding(fact).bits & 1 == 0
        return isTraining == (self == .training)
    }

    private static let partition = RandomKey(seed: 0).folding("training or evaluation")
}
