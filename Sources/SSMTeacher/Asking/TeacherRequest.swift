/// What a teacher is asked, and how.
public struct TeacherRequest: Sendable, Hashable, Codable {
    /// The model's name, as its server knows it.
    public var model: String

    /// The conversation so far.
    public var messages: [TeacherMessage]

    /// How the answer is sampled.
    public var options: TeacherOptions

    /// A request.
    public init(model: String, messages: [TeacherMessage], options: TeacherOptions) {
        self.model = model
        self.messages = messages
        self.options = options
    }

    /// The request's name in a cache.
    public var key: RequestKey { RequestKey(of: self) }
}
