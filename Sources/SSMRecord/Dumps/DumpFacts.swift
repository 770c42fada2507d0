import SSMStore

/// What a file of a dump says of itself.
package struct DumpFacts: Sendable {
    /// The hash of everything that the content depends on.
    package let identity: ContentHash
    /// The model.
    package let model: DumpedModel
    /// The label of the strategies around the model.
    package let strategy: String
    /// The strategies and their configurations, as JSON.
    package let configuration: String
    /// The seed.
    package let seed: UInt64
    /// The sample that is read.
    package let sample: String
    /// The tokens of the sample.
    package let tokens: Int

    /// Facts of a file.
    package init(
        identity: ContentHash, model: DumpedModel, strategy: String, configuration: String, seed: UInt64,
        sample: String, tokens: Int
    ) {
        self.identity = identity
        self.model = model
        self.strategy = strategy
        self.configuration = configuration
        self.seed = seed
        self.sample = sample
        self.tokens = tokens
    }

    /// The facts as attributes of a file.
    var attributes: KeyValuePairs<String, HDF5Attribute> {
        [
            "format": .text(DumpFile.formatName), "format-version": .integer(DumpFile.formatVersion),
            "model": .text(model.name), "model-hash": .text(model.hash), "strategy": .text(strategy),
            "seed": Int(exactly: seed).map(HDF5Attribute.integer) ?? .text("\(seed)"), "sample": .text(sample),
            "tokens": .integer(tokens),
        ]
    }
}
