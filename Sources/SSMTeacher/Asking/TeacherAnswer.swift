/// What a teacher answered.
public struct TeacherAnswer: Sendable, Hashable, Codable {
    /// The text that came, which need not be whole: see `wholeText()`.
    public var text: String

    /// Why the text ends.
    public var ending: TeacherEnding

    /// How many tokens were read and written; nil where the teacher does not say.
    public var usage: TokenUsage?

    /// The model that answered, by its own words: a server may have a dated name for the one that was asked for.
    public var model: String?

    /// An answer.
    public init(text: String, ending: TeacherEnding, usage: TokenUsage? = nil, model: String? = nil) {
        self.text = text
        self.ending = ending
        self.usage = usage
        self.model = model
    }

    /// The text of an answer that the model itself brought to an end.
    ///
    /// - Throws: `TeacherError.incomplete` for a text that was cut off or held back.
    public func wholeText() throws(TeacherError) -> String {
        guard ending == .finished else { throw .incomplete(ending) }
        return text
    }
}
