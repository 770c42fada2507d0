import SSMTensor

/// Training or evaluation: each has random numbers of its own.
enum Split: String, Sendable {
    case training, evaluation

    /// Whether a name belongs to this split: half of all names do, by a hash that has no pattern to learn.
    ///
    /// Only for what an answer does not consist of; a split of answers would teach a model which ones never come.
    func owns(_ name: String) -> Bool {
        let isTraining = Split.partition.folding(name).bits & 1 == 0
        return isTraining == (self == .training)
    }

    private static let partition = RandomKey(seed: 0).folding("training or evaluation")
}
