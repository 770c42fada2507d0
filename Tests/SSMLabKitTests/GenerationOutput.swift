import Foundation
import SSMContext
import SSMTensor

/// What `ssmlab generate --json` prints.
struct GenerationOutput: Decodable {
    struct Timing: Decodable {
        var loadSeconds: Double
        var prefillSeconds: Double
        var prefillTokensPerSecond: Double
        var decodeSeconds: Double?
        var decodeTokensPerSecond: Double?
    }

    struct Memory: Decodable {
        var weightBytes: Int
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
    var retention: [LayerRetention]
    var timing: Timing
    var memory: Memory

    init(_ run: InProcess) throws {
        self = try JSONDecoder().decode(GenerationOutput.self, from: Data(run.output.utf8))
    }
}
