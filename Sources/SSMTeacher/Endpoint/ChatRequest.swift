import Foundation

/// A request in the words of the chat-completions interface.
struct ChatRequest: Encodable {
    let request: TeacherRequest
    let isStreaming: Bool
    let tokenLimitName: EndpointConfiguration.TokenLimitName

    private enum CodingKeys: String, CodingKey {
        case model, messages, temperature, stop, seed, stream
        case topP = "top_p"
        case streamOptions = "stream_options"
        case maximumTokens = "max_tokens"
        case maximumCompletionTokens = "max_completion_tokens"

        init(_ name: EndpointConfiguration.TokenLimitName) {
            switch name {
            case .maximumTokens: self = .maximumTokens
            case .maximumCompletionTokens: self = .maximumCompletionTokens
            }
        }
    }

    private struct Message: Encodable {
        let role: TeacherMessage.Role
        let content: String
    }

    func encode(to encoder: any Encoder) throws {
        let options = request.options
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(request.model, forKey: .model)
        try container.encode(request.messages.map { Message(role: $0.role, content: $0.text) }, forKey: .messages)
        try container.encodeIfPresent(options.maximumTokens, forKey: CodingKeys(tokenLimitName))
        try container.encodeIfPresent(options.temperature, forKey: .temperature)
        try container.encodeIfPresent(options.topP, forKey: .topP)
        if !options.stop.isEmpty { try container.encode(options.stop, forKey: .stop) }
        try container.encodeIfPresent(options.seed, forKey: .seed)
        if isStreaming {
            try container.encode(true, forKey: .stream)
            // Without it a stream does not say how many tokens it took.
            try container.encode(["include_usage": true], forKey: .streamOptions)
        }
    }

    /// The request as the bytes that are sent.
    var bytes: Data {
        do {
            return try JSONEncoder().encode(self)
        } catch {
            // JSON lacks only numbers that are not finite, and options have none.
            preconditionFailure("a request has no JSON: \(error)")
        }
    }
}
