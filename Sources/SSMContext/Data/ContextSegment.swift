/// A part of a context that is read on its own.
public struct ContextSegment: Sendable, Hashable {
    /// The passages, in order; a passage that is longer than a segment may be is in several segments, cut.
    public var passages: [Passage]
    /// Which passages of the context they are, or are parts of, by index.
    public var range: Range<Int>
    /// Number of tokens.
    public var tokens: Int
}
