import SSMStore

/// A finished file of a dump, as the folder's index lists it.
package struct DumpedFile: Sendable, Hashable, Codable {
    /// The file's name in the folder.
    package let file: String
    /// The hash of everything that its content depends on.
    package let identity: ContentHash
    /// The model.
    package let model: DumpedModel
    /// The sample that was read.
    package let sample: String
    /// The label of the strategies around the model.
    package let strategy: String
    /// The seed.
    package let seed: UInt64
    /// The tokens of the sample.
    package let tokens: Int
    /// The sites that the file has, in alphabetical order.
    package let sites: [String]
    /// The layers that the file has, rising.
    package let layers: [Int]
    /// The size of the file.
    package let bytes: Int

    /// What the file has to say of itself.
    var attributes: KeyValuePairs<String, HDF5Attribute> {
        DumpFacts(
            identity: identity, model: model, strategy: strategy, configuration: "", seed: seed, sample: sample,
            tokens: tokens
        ).attributes
    }
}
