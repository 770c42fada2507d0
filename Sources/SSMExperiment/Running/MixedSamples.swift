import SSMTrain

/// Samples of several sources, each drawn by its share.
struct MixedSamples: SampleSource {
    /// One source.
    struct Part {
        let samples: any SampleSource
        /// The length of its samples while a curriculum has come to another.
        let length: @Sendable (Int) -> Int
        /// Whether strategies make its examples.
        let isPrepared: Bool
    }

    let parts: [Part]
    let mixture: Mixture?
    let order: MixtureOrder

    init(_ parts: [Part], names: [String], order: MixtureOrder) {
        self.parts = parts
        self.order = order
        mixture = Mixture(names: names, order: order)
    }

    var count: Int? { nil }

    func material(_ index: Int, attempt: Int, length: Int) throws -> TrainingMaterial {
        let place = order.place(of: index)
        let part = parts[place.source]
        var material = try part.samples.material(place.index, attempt: attempt, length: part.length(length))
        if !part.isPrepared, case .sample(let sample) = material.content {
            material.content = .example(sample.trainingExample)
        }
        return material
    }
}
