/// The model that a dump looked into.
package struct DumpedModel: Sendable, Hashable, Codable {
    /// The digest of its weights and its shape.
    package let hash: String
    /// What it was called where it came from.
    package let name: String

    /// A model.
    package init(hash: String, name: String) {
        self.hash = hash
        self.name = name
    }
}
