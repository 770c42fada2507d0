import Foundation

/// Where an OpenAI-compatible chat-completions server is, and how patiently it is asked.
public struct EndpointConfiguration: Sendable, Hashable {
    /// The name that a server has for the greatest number of tokens.
    public enum TokenLimitName: String, Sendable, Hashable, Codable {
        /// What most servers understand.
        case maximumTokens = "max_tokens"
        /// What newer models of OpenAI demand.
        case maximumCompletionTokens = "max_completion_tokens"
    }

    /// The address before "/chat/completions", such as "http://127.0.0.1:8000/v1".
    public let url: String
    /// The environment variable that holds the server's key; nil for a server without keys.
    public let keyVariable: String?
    /// A file of certificates (PEM) that are trusted besides those of the system, for a server of one's own; nil for none.
    public let trustedCertificates: String?
    /// Whether answers come piece by piece, which keeps connections of long answers alive.
    public let isStreaming: Bool
    /// The most requests at a time.
    public let concurrency: Int
    /// The most attempts for a request.
    public let attempts: Int
    /// Seconds before the second attempt, about; each pause after it is twice as long.
    public let firstPause: Double
    /// The most seconds of a pause that the server did not ask for.
    public let longestPause: Double
    /// The most seconds of an attempt.
    public let attemptLimit: Double
    /// The most seconds of a request with its attempts and pauses, once it is its turn.
    public let requestLimit: Double
    /// The most bytes of an answer as it is sent.
    public let largestAnswer: Int
    /// What the server calls the greatest number of tokens.
    public let tokenLimitName: TokenLimitName

    /// A server and its defaults.
    ///
    /// - Throws: `TeacherError.badConfiguration` with the key that is out of range.
    public init(
        url: String, keyVariable: String? = nil, trustedCertificates: String? = nil, isStreaming: Bool = false,
        concurrency: Int = 8, attempts: Int = 6, firstPause: Double = 1, longestPause: Double = 60,
        attemptLimit: Double = 180, requestLimit: Double = 900, largestAnswer: Int = 8 << 20,
        tokenLimitName: TokenLimitName = .maximumTokens
    ) throws(TeacherError) {
        func check(_ key: CodingKeys, _ isRight: Bool, _ problem: String) throws(TeacherError) {
            if !isRight { throw .badConfiguration(key: key.rawValue, problem: problem) }
        }
        if let problem = Self.problem(with: url) {
            throw .badConfiguration(key: CodingKeys.url.rawValue, problem: problem)
        }
        try check(.keyVariable, keyVariable != "", "must not be empty; leave it out for a server without keys")
        try check(.concurrency, (1...1024).contains(concurrency), "must be from 1 to 1024")
        try check(.attempts, (1...100).contains(attempts), "must be from 1 to 100")
        // A day is more than anybody waits, and far from where a `Duration` ends.
        let day = 86_400.0
        try check(.firstPause, (0...day).contains(firstPause), "must be from 0 to 86400")
        try check(.longestPause, (firstPause...day).contains(longestPause), "must be from 'first-pause' to 86400")
        try check(.attemptLimit, attemptLimit > 0 && attemptLimit <= day, "must be above 0 and at most 86400")
        try check(.requestLimit, requestLimit > 0 && requestLimit <= day, "must be above 0 and at most 86400")
        try check(.largestAnswer, (1...1 << 30).contains(largestAnswer), "must be from 1 to 1073741824")
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.keyVariable = keyVariable
        self.trustedCertificates = trustedCertificates
        self.isStreaming = isStreaming
        self.concurrency = concurrency
        self.attempts = attempts
        self.firstPause = firstPause
        self.longestPause = longestPause
        self.attemptLimit = attemptLimit
        self.requestLimit = requestLimit
        self.largestAnswer = largestAnswer
        self.tokenLimitName = tokenLimitName
    }

    /// What keeps an address from being one; nil where nothing does. No secret can be in it, so that it can be shown.
    private static func problem(with text: String) -> String? {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parts.host, !host.isEmpty
        else { return "must be an address such as http://127.0.0.1:8000/v1" }
        if parts.user != nil || parts.password != nil || parts.query != nil || parts.fragment != nil {
            return "must have no user, password, '?' or '#'; a key belongs into the variable that 'key-variable' names"
        }
        if parts.path.split(separator: "/").suffix(2) == ["chat", "completions"] {
            return "is the address before '/chat/completions', which is added to it"
        }
        return nil
    }
}

extension EndpointConfiguration: Codable {
    enum CodingKeys: String, CodingKey {
        case url, concurrency, attempts
        case keyVariable = "key-variable"
        case trustedCertificates = "trusted-certificates"
        case isStreaming = "streaming"
        case firstPause = "first-pause"
        case longestPause = "longest-pause"
        case attemptLimit = "attempt-limit"
        case requestLimit = "request-limit"
        case largestAnswer = "largest-answer"
        case tokenLimitName = "token-limit-name"
    }

    /// Decodes a mapping of which only `url` must be there.
    ///
    /// - Throws: `DecodingError.dataCorrupted` at the key that is out of range.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys, _ standard: Value) throws -> Value {
            try container.decodeIfPresent(Value.self, forKey: key) ?? standard
        }
        let url = try container.decode(String.self, forKey: .url)
        do {
            let standard = try EndpointConfiguration(url: url)
            try self.init(
                url: url, keyVariable: container.decodeIfPresent(String.self, forKey: .keyVariable),
                trustedCertificates: container.decodeIfPresent(String.self, forKey: .trustedCertificates),
                isStreaming: value(.isStreaming, standard.isStreaming),
                concurrency: value(.concurrency, standard.concurrency), attempts: value(.attempts, standard.attempts),
                firstPause: value(.firstPause, standard.firstPause),
                longestPause: value(.longestPause, standard.longestPause),
                attemptLimit: value(.attemptLimit, standard.attemptLimit),
                requestLimit: value(.requestLimit, standard.requestLimit),
                largestAnswer: value(.largestAnswer, standard.largestAnswer),
                tokenLimitName: value(.tokenLimitName, standard.tokenLimitName))
        } catch let error as TeacherError {
            throw error.decodingError(at: decoder.codingPath)
        }
    }
}
