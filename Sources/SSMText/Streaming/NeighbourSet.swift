/// The pairs of characters that are neighbours in some texts.
struct NeighbourSet: Sendable {
    private var pairs: Set<UInt64> = []

    init(_ texts: [[UInt8]]) {
        for text in texts {
            let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
            for (left, right) in zip(scalars, scalars.dropFirst()) { pairs.insert(Self.key(left, right)) }
        }
    }

    func contains(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
        !pairs.isEmpty && pairs.contains(Self.key(left, right))
    }

    private static func key(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> UInt64 {
        UInt64(left.value) << 32 | UInt64(right.value)
    }
}
