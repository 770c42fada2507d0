/// A model that a teacher has, and how its answers are sampled.
public struct TeacherModel: Sendable {
    /// The name that stands beside what it says.
    public let name: String
    /// Who is asked.
    public let teacher: any Teacher
    /// Which of the teacher's models.
    public let model: String
    /// How its answers are sampled; a model that thinks before it answers needs many tokens.
    public let options: TeacherOptions

    /// A model; without a name, one behind a server.
    public init(of teacher: any Teacher, model: String, options: TeacherOptions, name: String? = nil) {
        self.name = name ?? "endpoint:\(model)"
        self.teacher = teacher
        self.model = model
        self.options = options
    }

    /// The request of one message.
    public func request(_ text: String) -> TeacherRequest {
        TeacherRequest(model: model, messages: [TeacherMessage(.user, text)], options: options)
    }
}
