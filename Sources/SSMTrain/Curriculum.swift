/// Where a length curriculum stands: the length, and how the model has done at it.
package struct Curriculum: Codable, Sendable, Hashable {
    /// The nominal length of the next examples.
    package private(set) var length: Int
    /// The competence of the last steps at this length, oldest first, at most as many as the window.
    package private(set) var recent: [Double] = []

    /// The beginning of a stage's curriculum; without one, the length of the data from the first step on.
    package init(_ configuration: CurriculumConfiguration?, dataLength: Int) {
        length = configuration.map { min($0.start, $0.maximum ?? dataLength) } ?? dataLength
    }

    /// Takes note of a step, and grows the length when the mean over the window has reached the threshold.
    ///
    /// - Returns: whether the length has grown.
    /// - Throws: `TrainingError.competenceUnknown` when the quantity of the threshold was not measured.
    package mutating func record(
        accuracy: Double?, targetLoss: Double?, stage: StageConfiguration, dataLength: Int
    ) throws(TrainingError) -> Bool {
        guard let configuration = stage.curriculum else { return false }
        let maximum = configuration.maximum ?? dataLength
        guard length < maximum else { return false }
        let byAccuracy = configuration.accuracy != nil
        guard let competence = byAccuracy ? accuracy : targetLoss else {
            throw .competenceUnknown(stage: stage.name, key: byAccuracy ? "accuracy" : "target-loss")
        }
        recent.append(competence)
        recent.removeFirst(max(recent.count - configuration.window, 0))
        guard recent.count == configuration.window, configuration.isReached(by: recent) else { return false }
        let grown = (Double(length) * configuration.growth).rounded()
        length = grown < Double(maximum) ? max(Int(grown), length + 1) : maximum
        recent = []
        return true
    }
}

extension CurriculumConfiguration {
    /// Whether the mean of a window has reached the threshold.
    fileprivate func isReached(by window: [Double]) -> Bool {
        let mean = window.reduce(0, +) / Double(window.count)
        if let accuracy { return mean >= accuracy }
        return targetLoss.map { mean <= $0 } ?? false
    }
}
