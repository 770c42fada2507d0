/// A prompt about one segment of a context, in the place of the whole.
public struct SegmentPrompt: Sendable {
    /// The segment.
    public let segment: ContextSegment
    /// The prompt: it has the segment for a context and a name of its own, and shares its context with the prompts that
    /// shared the whole and are cut alike.
    public let prompt: Prompt
}
