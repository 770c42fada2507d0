/// What is known of a dataset without reading its values.
package struct HDF5Entry: Hashable, Sendable {
    /// What a dataset holds.
    package enum Kind: Hashable, Sendable {
        case float32, float16, int64, int32, text
        /// Texts of at most so many bytes each.
        case texts(width: Int)
        /// Something that is not read here, in words.
        case other(String)

        /// The kind in words, for errors.
        var words: String {
            switch self {
            case .float32: "32-bit floating point"
            case .float16: "16-bit floating point"
            case .int64: "64-bit integers"
            case .int32: "32-bit integers"
            case .text: "text"
            case .texts: "a list of texts"
            case .other(let words): words
            }
        }

        /// Bytes of a value as it is read and written; nil where values have no fixed size.
        var bytes: Int? {
            switch self {
            case .float32, .int32: 4
            case .float16: 2
            case .int64: 8
            case .texts(let width): width
            case .text, .other: nil
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
