/// When an entry of a stack acts.
package enum ActivePhase: String, Sendable, Hashable, Codable, CaseIterable {
    /// In training only.
    case train
    /// In answering only: it leaves the weights as they are without it.
    case answer
    /// In training and in answering.
    case both

    /// Whether the entry takes part in training.
    package var isTraining: Bool { self != .answer }
    /// Whether the entry takes part in answering.
    package var isAnswering: Bool { self != .train }
}
