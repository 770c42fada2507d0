import SSMTeacher

/// What the tests ask.
enum Asking {
    /// A request with one question.
    static func request(_ question: String, options: TeacherOptions? = nil) throws -> TeacherRequest {
        TeacherRequest(
            model: "tiny", messages: [TeacherMessage(.user, question)], options: try options ?? TeacherOptions())
    }
}
