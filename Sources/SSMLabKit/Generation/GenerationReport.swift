import SSMContext
import SSMTensor

/// What `ssmlab generate --json` prints.
struct GenerationReport: Encodable {
    /// How fast it was. Rates are nil where there is nothing to measure them by.
    struct Timing: Encodable {
        var loadSeconds: Double
        /// From the beginning of the prompt to the first token, all that strategies do included.
        var prefillSeconds: Double?
        var prefillTokensPerSecond: Double?
        /// From the first token to the last.
        var decodeSeconds: Double?
        var decodeTokensPerSecond: Double?
    }

    /// What it took.
    struct Memory: Encodable {
        var weightBytes: Int
        /// The most bytes of tensors at a time, weights included where they were read into memory.
        var peakBytes: Int
    }

    var model: String
    var strategies: [String]
    var promptTokens: Int
    var tokens: [TokenID]
    var text: String
    var finishReason: String
    var stopString: String?
    var seed: UInt64
    var temperature: Double
    var topK: Int?
    var topP: Double?
    var repetitionPenalty: Double
    /// What each layer kept that dropped rows.
    var retention: [LayerRetention]
    var timing: Timing
    var memory: Memory
}

extension GenerationReport.Timing {
    /// The times of an answer that was followed.
    init(load: Double, promptTokens: Int, _ followed: GenerationFollower.State) {
        loadSeconds = load
        prefillSeconds = followed.first
        prefillTokensPerSecond = followed.first.flatMap { $0 > 0 ? Double(promptTokens) / $0 : nil }
        guard let first = followed.first, let last = followed.last, last > first else { return }
        decodeSeconds = last - first
        decodeTokensPerSecond = Double(followed.tokens - 1) / (last - first)
    }
}

extension AnswerEnding {
    /// The reason in one word.
    var word: String {
        switch self {
        case .endOfText: "stop"
        case .length: "length"
        case .stopString: "stop-string"
        case .interrupted: "interrupted"
        }
    }
}
