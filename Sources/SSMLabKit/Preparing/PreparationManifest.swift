/// What `ssmlab prepare` made.
struct PreparationManifest: Codable {
    /// The strategies, as they were given.
    let strategies: [String]
    /// The seed of what they chose at random.
    let seed: UInt64
    /// Samples that were read.
    var samples = 0
    /// Examples that were made.
    var examples = 0
    /// What became of each question, by outcome: with `rwr` "valid", "empty", "rejected" and "failed".
    var outcomes: [String: Int] = [:]

    /// The outcomes as text; nil where no strategy told any.
    var account: String? {
        guard !outcomes.isEmpty else { return nil }
        return outcomes.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }
}
