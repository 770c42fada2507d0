/// How an answer is sampled.
///
/// What is nil is not sent, so that the server decides. Another seed makes another request, whose answer is another entry
/// of the cache: that is how to ask again.
public struct TeacherOptions: Sendable, Hashable, Codable {
    /// The most tokens that the answer may have.
    public let maximumTokens: Int?

    /// 0 takes the likeliest token each time.
    public let temperature: Double?

    /// Only the likeliest tokens of this total probability are drawn from.
    public let topP: Double?

    /// Texts that end the answer.
    public let stop: [String]

    /// The seed of the server's sampling, where it has one.
    public let seed: Int?

    /// Options; by default the likeliest tokens, as many as the server allows.
    ///
    /// - Throws: `TeacherError.badConfiguration` with the key that is out of range.
    public init(
        maximumTokens: Int? = nil, temperature: Double? = 0, topP: Double? = nil, stop: [String] = [],
        seed: Int? = nil
    ) throws(TeacherError) {
        func check(_ key: CodingKeys, _ isRight: Bool, _ problem: String) throws(TeacherError) {
            if !isRight { throw .badConfiguration(key: key.rawValue, problem: problem) }
        }
        try check(.maximumTokens, (maximumTokens ?? 1) > 0, "must be positive")
        try check(.temperature, (0...10).contains(temperature ?? 0), "must be from 0 to 10")
        try check(.topP, (topP ?? 1) > 0 && (topP ?? 1) <= 1, "must be above 0 and at most 1")
        try check(.stop, !stop.contains(""), "has an empty text, which would end every answer at once")
        self.maximumTokens = maximumTokens
        self.temperature = temperature
        self.topP = topP
        self.stop = stop
        self.seed = seed
    }

    private enum CodingKeys: String, CodingKey {
        case temperature, stop, seed
        case maximumTokens = "maximum-tokens"
        case topP = "top-p"
    }

    /// Decodes a mapping whose keys are all optional; `temperature: null` leaves the temperature to the server.
    ///
    /// - Throws: `DecodingError.dataCorrupted` at the key that is out of range.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let temperature =
            container.contains(.temperature) ? try container.decode(Double?.self, forKey: .temperature) : 0
        do {
            try self.init(
                maximumTokens: container.decodeIfPresent(Int.self, forKey: .maximumTokens), temperature: temperature,
                topP: container.decodeIfPresent(Double.self, forKey: .topP),
                stop: container.decodeIfPresent([String].self, forKey: .stop) ?? [],
                seed: container.decodeIfPresent(Int.self, forKey: .seed))
        } catch let error as TeacherError {
            throw error.decodingError(at: decoder.codingPath)
        }
    }

    /// Encodes what is set, and the temperature always, because one that is left out is 0.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(maximumTokens, forKey: .maximumTokens)
        try container.encode(temperature, forKey: .temperature)
        try container.encodeIfPresent(topP, forKey: .topP)
        if !stop.isEmpty { try container.encode(stop, forKey: .stop) }
        try container.encodeIfPresent(seed, forKey: .seed)
    }
}
