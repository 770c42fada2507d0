/// A piece of a document that is read in one go, and the tokens in it whose likelihood counts.
package struct PerplexityWindow: Sendable, Hashable {
    /// Index of the document.
    package let document: Int
    /// The tokens of the document that are read; -1 stands for the end-of-text token that is put before the first.
    package let read: Range<Int>
    /// The tokens whose likelihood counts, each given all that is read before it; the last may be one behind `read`.
    package let scored: Range<Int>

    /// Rows that the model reads.
    package var rows: Int { read.count }
}
