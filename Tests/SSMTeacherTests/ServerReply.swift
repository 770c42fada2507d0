import NIOHTTP1

/// What the server in this process does with a request, well-behaved or not.
enum ServerReply: Sendable {
    /// A whole response.
    case response(HTTPResponseStatus, headers: HTTPHeaders = [:], body: String)
    /// A response piece by piece; without an end, the connection is closed (true) or left open in silence (false).
    case stream([String], isEnded: Bool = true, isClosed: Bool = true)
    /// A response that announces more bytes than come before the connection is closed.
    case torn(body: String)
    /// The connection is closed at once.
    case closed
    /// Nothing ever comes.
    case silence
    /// Another reply after some milliseconds.
    indirect case later(Int, ServerReply)
    /// Another reply when a gate is opened.
    indirect case behind(Gate, ServerReply)

    /// A whole answer.
    static func answer(
        _ text: String, reason: String? = "stop", headers: HTTPHeaders = [:]
    ) -> ServerReply {
        let reason = reason.map { "\"\($0)\"" } ?? "null"
        return .response(
            .ok, headers: headers,
            body: """
                {"id": "1", "object": "chat.completion", "model": "dated-name", "choices": [{"index": 0, "message": \
                {"role": "assistant", "content": "\(text)"}, "finish_reason": \(reason)}], \
                "usage": {"prompt_tokens": 11, "completion_tokens": 3, "total_tokens": 14}}
                """)
    }

    /// The events of an answer that comes word by word, with all that servers send around it.
    static func events(of words: [String], reason: String = "stop") -> [String] {
        let head = #"data: {"model": "dated-name", "choices": [{"index": 0, "delta": "#
        return [
            ": keep-alive\n\n", head + #"{"role": "assistant", "content": null}, "finish_reason": null}]}"# + "\n\n",
        ]
            + words.map { head + #"{"content": "\#($0)"}, "finish_reason": null}]}"# + "\n\n" }
            + [head + #"{}, "finish_reason": "\#(reason)"}]}"# + "\n\n"]
            + [#"data: {"choices": [], "usage": {"prompt_tokens": 11, "completion_tokens": 3}}"# + "\n\n"]
            + ["data: [DONE]\n\n"]
    }

    /// An error in the form that most servers use.
    static func error(
        _ status: HTTPResponseStatus, _ message: String = "sorry", code: String = "none", headers: HTTPHeaders = [:]
    ) -> ServerReply {
        .response(
            status, headers: headers, body: #"{"error": {"message": "\#(message)", "type": "x", "code": "\#(code)"}}"#)
    }
}
