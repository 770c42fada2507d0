/// What is known of a dataset without reading its values.
package struct HDF5Entry: Hashable, Sendable {
    /// What a dataset holds.
    package enum Kind: Hashable, Sendable {
        case float32, int64, text
        /// Something that is not read here, in words.
        case other(String)

        /// The kind in words, for errors.
        var words: String {
            switch self {
            case .float32: "32-bit floating point"
            case .int64: "64-bit integers"
            case .text: "text"
            case .other(let words): words
            }
        }
    }

    /// What the dataset holds.
    package let kind: Kind
    /// Its dimensions; empty for a single value.
    package let shape: [Int]

    /// The product of the dimensions.
    package var count: Int { shape.reduce(1, *) }
    /// The first dimension; 1 for a single value.
    package var rows: Int { shape.first ?? 1 }
    /// Values in a row.
    var rowCount: Int { shape.dropFirst().reduce(1, *) }
}
