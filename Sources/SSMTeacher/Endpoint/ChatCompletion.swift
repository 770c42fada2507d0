import Foundation

/// An answer in the words of the chat-completions interface, or one event of an answer that comes piece by piece.
struct ChatCompletion: Decodable {
    struct Choice: Decodable {
        /// The whole text, of an answer in one piece.
        let message: Content?
        /// More of the text, of one event.
        let delta: Content?
        let finishReason: String?

        private enum CodingKeys: String, CodingKey {
            case message, delta
            case finishReason = "finish_reason"
        }
    }

    struct Content: Decodable {
        let content: String?
    }

    struct Usage: Decodable {
        let promptTokens: Int
        let completionTokens: Int

        private enum CodingKeys: String, CodingKey {
            case promptTokens = "prompt_tokens"
            case completionTokens = "completion_tokens"
        }
    }

    let choices: [Choice]?
    let usage: Usage?
    let model: String?
    let error: ServerMessage?

    /// Reads the bytes of an answer or an event.
    ///
    /// - Throws: `EndpointFault.unreadable`, or `reported` for an error in the place of an answer.
    init(parsing bytes: [UInt8]) throws(EndpointFault) {
        do {
            self = try JSONDecoder().decode(ChatCompletion.self, from: Data(bytes))
        } catch {
            throw .unreadable(reason: "\(Self.reason(error)): '\(ServerMessage.beginning(of: bytes))'")
        }
        if let error { throw .reported(message: error.text) }
    }

    /// The answer, of one that came in one piece.
    ///
    /// - Throws: `EndpointFault.unreadable`.
    func answer() throws(EndpointFault) -> TeacherAnswer {
        guard let choice = choices?.first, let message = choice.message else {
            throw .unreadable(reason: "it has no choice with a message")
        }
        return TeacherAnswer(
            text: message.content ?? "", ending: TeacherEnding(reason: choice.finishReason ?? ""),
            usage: tokenUsage, model: model)
    }

    /// The number of tokens, where it is said.
    var tokenUsage: TokenUsage? {
        usage.map { TokenUsage(prompt: $0.promptTokens, completion: $0.completionTokens) }
    }

    private static func reason(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .dataCorrupted(let context)? where context.codingPath.isEmpty: "it is no JSON"
        case .dataCorrupted(let context)?, .keyNotFound(_, let context)?, .typeMismatch(_, let context)?,
            .valueNotFound(_, let context)?:
            context.debugDescription
        default: "\(error)"
        }
    }
}
