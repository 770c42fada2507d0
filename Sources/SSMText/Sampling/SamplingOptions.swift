/// How the next token is chosen from logits.
///
/// The options act in the order of transformers: repetition penalty, temperature, top-k, top-p, then the draw.
public struct SamplingOptions: Sendable, Hashable {
    /// What logits are divided by; 0 takes the greatest one (of equal ones the lowest id) and draws nothing.
    public let temperature: Double
    /// The number of most probable tokens that may be drawn, and those as probable as the last of them; nil: all.
    public let topK: Int?
    /// The probability that the most probable tokens that may be drawn have together, at least; nil or 1: all.
    public let topP: Double?
    /// What the logits of tokens that the prompt or the output has are divided by, or multiplied by where they are
    /// negative; 1 changes nothing.
    public let repetitionPenalty: Double

    /// The most probable token, always.
    public static let greedy = SamplingOptions()

    private init() {
        temperature = 0
        topK = nil
        topP = nil
        repetitionPenalty = 1
    }

    /// Options; by default greedy.
    ///
    /// - Throws: `SamplingError.invalid` for a temperature that is negative, a top-k below 1, a top-p outside of (0, 1],
    ///   a penalty that is not positive, and for what is no finite number.
    public init(
        temperature: Double = 0, topK: Int? = nil, topP: Double? = nil, repetitionPenalty: Double = 1
    ) throws(SamplingError) {
        guard temperature.isFinite, temperature >= 0 else {
            throw .invalid(option: "temperature", value: "\(temperature)", allowed: "0 (greedy) or a positive number")
        }
        if let topK, topK < 1 {
            throw .invalid(option: "top-k", value: "\(topK)", allowed: "1 or more")
        }
        if let topP, !(topP > 0 && topP <= 1) {
            throw .invalid(option: "top-p", value: "\(topP)", allowed: "above 0 and at most 1")
        }
        guard repetitionPenalty.isFinite, repetitionPenalty > 0 else {
            throw .invalid(
                option: "repetition penalty", value: "\(repetitionPenalty)",
                allowed: "a positive number; 1 changes nothing")
        }
        self.temperature = temperature
        self.topK = topK
        self.topP = topP
        self.repetitionPenalty = repetitionPenalty
    }

    /// Whether no random number is needed.
    public var isGreedy: Bool { temperature == 0 }
}

extension SamplingOptions: Codable {
    private enum CodingKeys: String, CodingKey {
        case temperature
        case topK = "top-k"
        case topP = "top-p"
        case repetitionPenalty = "repetition-penalty"
    }

    /// Options that are checked as those of `init(temperature:topK:topP:repetitionPenalty:)`; what is missing has its
    /// default.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            temperature: values.decodeIfPresent(Double.self, forKey: .temperature) ?? 0,
            topK: values.decodeIfPresent(Int.self, forKey: .topK),
            topP: values.decodeIfPresent(Double.self, forKey: .topP),
            repetitionPenalty: values.decodeIfPresent(Double.self, forKey: .repetitionPenalty) ?? 1)
    }
}
