/// The characters around a place in a text, as the steps of a tokenizer have changed them.
struct CutPlace {
    /// The character before the left one.
    var second: Unicode.Scalar
    var left: Unicode.Scalar
    var right: Unicode.Scalar

    /// Changes every character for itself.
    ///
    /// - Parameter transform: the characters that one becomes.
    /// - Returns: false where one of the two becomes nothing, so that others are neighbours.
    mutating func map(_ transform: (Unicode.Scalar) -> [Unicode.Scalar]) -> Bool {
        second = transform(second).last ?? " "
        guard let newLeft = transform(left).last, let newRight = transform(right).first else { return false }
        (left, right) = (newLeft, newRight)
        return true
    }

    /// Writes the bytes of the characters as the characters of `ByteAlphabet`.
    mutating func writeAlphabet() {
        _ = map { String($0).utf8.map { ByteAlphabet.scalars[Int($0)] } }
    }
}
