/// What made one attempt fail in a way that may pass.
public enum EndpointFault: Error, Sendable, Hashable {
    /// The server says that it cannot answer now, and perhaps for how long.
    case busy(status: Int, message: String, wait: Duration?)
    /// Nothing answers at the address.
    case unreachable(reason: String)
    /// The connection ended before the answer did.
    case disconnected(reason: String)
    /// The answer is none: invalid JSON, or JSON without a text.
    case unreadable(reason: String)
    /// The server began to answer and then reported an error.
    case reported(message: String)
    /// The time for an attempt was over.
    case tooSlow(seconds: Double)
}

extension EndpointFault: CustomStringConvertible {
    /// A clause that says what happened.
    public var description: String {
        switch self {
        case .busy(let status, let message, let wait):
            "it gave status \(status)\(message.isEmpty ? "" : " ('\(message)')")"
                + (wait.map { " and asked to wait \($0 / .seconds(1)) s" } ?? "")
        case .unreachable(let reason): "nothing answers there (\(reason)): is the server started?"
        case .disconnected(let reason): "the connection ended before the answer (\(reason))"
        case .unreadable(let reason): "its answer could not be read (\(reason))"
        case .reported(let message): "it reported '\(message)'"
        case .tooSlow(let seconds): "it took more than \(seconds) s"
        }
    }

    /// How long the server asks to be left alone; nil where it does not.
    var wait: Duration? {
        if case .busy(_, _, let wait) = self { wait } else { nil }
    }
}

extension EndpointFault {
    /// The fault with its words changed.
    func rewording(_ change: (String) -> String) -> EndpointFault {
        switch self {
        case .busy(let status, let message, let wait): .busy(status: status, message: change(message), wait: wait)
        case .unreachable(let reason): .unreachable(reason: change(reason))
        case .disconnected(let reason): .disconnected(reason: change(reason))
        case .unreadable(let reason): .unreadable(reason: change(reason))
        case .reported(let message): .reported(message: change(message))
        case .tooSlow: self
        }
    }
}
