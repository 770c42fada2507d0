/// What keeps a teacher from answering; the description says what to do.
public enum TeacherError: Error, Sendable, Hashable {
    /// A key of a configuration has a value that cannot be used.
    case badConfiguration(key: String, problem: String)
    /// The environment variable that should hold the server's key does not.
    case missingKey(variable: String, problem: String)
    /// The server refuses the request, and would refuse it again.
    case refused(endpoint: String, status: Int, message: String, keyVariable: String?)
    /// The server is not the one that its certificate speaks for, or nobody trusted has signed it.
    case untrusted(endpoint: String, reason: String)
    /// The answer is larger than the configuration allows.
    case tooLarge(endpoint: String, bytes: Int)
    /// Every attempt failed.
    case gaveUp(endpoint: String, attempts: Int, last: EndpointFault)
    /// The time for the whole request was over, or another attempt would have come after it.
    case outOfTime(endpoint: String, seconds: Double, attempts: Int, last: EndpointFault)
    /// The answer's text is not whole.
    case incomplete(TeacherEnding)
    /// A local model cannot answer.
    case unusable(model: String, reason: String)
    /// The cache has no answer, and none may be bought.
    case notCached(entry: RequestKey, model: String, question: String, cache: String)
    /// The file of the cache cannot be used.
    case cacheUnusable(path: String, reason: String)
    /// The task was cancelled.
    case cancelled
}

extension TeacherError: CustomStringConvertible {
    /// One sentence that says what is wrong and what to do.
    public var description: String {
        switch self {
        case .badConfiguration(let key, let problem):
            "key '\(key)' \(problem)"
        case .missingKey(let variable, let problem):
            "the environment variable \(variable), which should hold the server's key, \(problem); "
                + "set it, or name another with 'key-variable'"
        case .refused(let endpoint, let status, let message, let keyVariable):
            "\(endpoint) refuses the request with status \(status)\(Self.quoted(message)); "
                + Self.advice(status, keyVariable)
        case .untrusted(let endpoint, let reason):
            "\(endpoint) cannot be trusted (\(reason)); check the address, or name a file with the certificate to trust with "
                + "'trusted-certificates'"
        case .tooLarge(let endpoint, let bytes):
            "\(endpoint) sent more than \(bytes) bytes for one answer; lower 'maximum-tokens' or raise 'largest-answer'"
        case .gaveUp(let endpoint, let attempts, let last):
            "\(endpoint) did not answer in \(attempts) \(attempts == 1 ? "attempt" : "attempts"), the last of which "
                + "failed because \(last); what was answered before is in the cache, so run again later"
        case .outOfTime(let endpoint, let seconds, let attempts, let last):
            "\(endpoint) did not answer within \(seconds) s and \(attempts) "
                + "\(attempts == 1 ? "attempt" : "attempts"), the last of which failed because \(last); "
                + "raise 'request-limit', or run again later"
        case .incomplete(let ending):
            Self.explanation(of: ending)
        case .unusable(let model, let reason):
            "\(model) cannot answer: \(reason)"
        case .notCached(let entry, let model, let question, let cache):
            "\(cache) has no entry \(entry), the answer of '\(model)' to '\(question)', and only answers of the cache may "
                + "be used; allow it to be bought, or give the cache that has it"
        case .cacheUnusable(let path, let reason):
            "\(path): the cache of answers cannot be used: \(reason)"
        case .cancelled:
            "the request was cancelled"
        }
    }

    private static func quoted(_ message: String) -> String {
        message.isEmpty ? "" : " ('\(message)')"
    }

    private static func advice(_ status: Int, _ keyVariable: String?) -> String {
        switch status {
        case 300..<400: "give the address that it points to as 'url'"
        case 401:
            keyVariable.map { "check the key in \($0)" } ?? "name the variable that holds a key with 'key-variable'"
        case 402, 429: "the account has nothing left to spend"
        case 403: "the key may not use this model; ask for access, or choose another model"
        case 404: "check the model's name, and that 'url' is all of the address before '/chat/completions'"
        case 413: "the request is too long for it"
        default: "change what it complains about, model or options"
        }
    }

    private static func explanation(of ending: TeacherEnding) -> String {
        switch ending {
        case .finished: "the answer is whole"
        case .length: "the answer was cut off at its greatest length; raise 'maximum-tokens'"
        case .contentFilter: "the server's content filter held the answer back; leave the sample out"
        case .other(""): "the server did not say whether the answer is whole"
        case .other(let reason): "the answer ended for a reason that is not its end: '\(reason)'"
        }
    }
}

extension TeacherError {
    /// The error of a decoder, at the path of the key; other errors stay what they are.
    func decodingError(at path: [any CodingKey]) -> any Error {
        guard case .badConfiguration(let key, let problem) = self else { return self }
        return DecodingError.dataCorrupted(
            .init(codingPath: path + [NamedKey(stringValue: key)], debugDescription: "\(key) \(problem)"))
    }

    /// A key that is known by its text.
    private struct NamedKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            return nil
        }
    }
}
