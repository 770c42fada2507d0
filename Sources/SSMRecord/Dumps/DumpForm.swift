/// How the numbers of a dump lie in its files.
package struct DumpForm: Sendable, Hashable {
    /// Whether numbers have 16 bits and not 32.
    package var isHalf: Bool
    /// Whether numbers are compressed: shuffled and deflated, which takes time. Names of rows always are.
    package var isCompressed: Bool

    /// A form.
    package init(isHalf: Bool = false, isCompressed: Bool = false) {
        self.isHalf = isHalf
        self.isCompressed = isCompressed
    }
}
