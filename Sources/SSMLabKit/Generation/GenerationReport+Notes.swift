import Foundation
import SSMReport

extension GenerationReport {
    /// What a person wants to know besides the text, line by line.
    var notes: [String] {
        var lines: [String] = []
        if let pace = Self.pace(timing.prefillSeconds, timing.prefillTokensPerSecond) { lines.append("read" + pace) }
        lines += retention.map { "\($0.owner): \($0.kept) of \($0.rows) rows kept at layer \($0.layer)" }
        lines.append(
            "output: \(NumberText.counted(tokens.count, "token"))"
                + (Self.pace(timing.decodeSeconds, timing.decodeTokensPerSecond) ?? "")
                + ", \(ending)")
        return lines
    }

    private var ending: String {
        switch finishReason {
        case "stop": "ended by the model"
        case "length": "ended by --max-tokens"
        case "stop-string": "ended by a stop string"
        case "interrupted": "interrupted"
        default: "ended by a strategy"
        }
    }

    private static func pace(_ seconds: Double?, _ rate: Double?) -> String? {
        guard let seconds, let rate else { return nil }
        return String(format: " in %.2f s (%.0f tokens/s)", seconds, rate)
    }
}
