/// An answer that comes piece by piece.
struct StreamedAnswer {
    private var text = ""
    private var ending: TeacherEnding?
    private var usage: TokenUsage?
    private var model: String?
    /// Whether the server has said that nothing follows.
    private(set) var isClosed = false

    /// Takes the data of one event.
    ///
    /// - Throws: `EndpointFault.unreadable`, `reported`.
    mutating func add(_ event: [UInt8]) throws(EndpointFault) {
        if event.elementsEqual("[DONE]".utf8) {
            isClosed = true
            return
        }
        let part = try ChatCompletion(parsing: event)
        model = model ?? part.model
        usage = part.tokenUsage ?? usage
        guard let choice = part.choices?.first else { return }
        text += choice.delta?.content ?? ""
        if let reason = choice.finishReason { ending = TeacherEnding(reason: reason) }
    }

    /// The answer; nil where the stream ended before it did.
    ///
    /// - Edge cases: an answer whose reason to end has come is complete, even when the connection breaks before the rest.
    var answer: TeacherAnswer? {
        guard let ending = ending ?? (isClosed ? .other("") : nil) else { return nil }
        return TeacherAnswer(text: text, ending: ending, usage: usage, model: model)
    }
}
