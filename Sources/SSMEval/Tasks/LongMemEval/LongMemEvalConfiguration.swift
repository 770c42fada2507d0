/// Settings of the task of LongMemEval's files.
package struct LongMemEvalConfiguration: Codable, Hashable, Sendable {
    /// What is asked for.
    package enum Reading: String, Codable, Hashable, Sendable, CaseIterable {
        /// The answer.
        case direct
        /// What is relevant first, then the answer.
        case stepwise
    }

    /// `file`: the file.
    package var file: String

    /// `templates`: a checkout of LongMemEval, for its own prompts and its judge's; nil: a plain prompt.
    package var templates: String?

    /// `layout`: how turns are written.
    package var layout: LongMemEvalLayout.Format

    /// `user-only`: whether what the assistant said is left out.
    package var isUserOnly: Bool

    /// `sessions`: the most sessions of a history; the last ones are kept.
    package var mostSessions: Int

    /// `reading`: what is asked for.
    package var reading: Reading

    /// `answer-tokens`: the most tokens of an answer.
    package var answerTokens: Int

    /// `stop`: texts that end an answer.
    package var stop: [String]

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        file = try container.decode(String.self, forKey: .file)
        templates = try container.decodeIfPresent(String.self, forKey: .templates)
        layout = try container.value(.layout, default: .json)
        isUserOnly = try container.value(.isUserOnly, default: false)
        mostSessions = try container.value(.mostSessions, default: 1_000)
        reading = try container.value(.reading, default: .direct)
        answerTokens = try container.value(.answerTokens, default: reading == .direct ? 500 : 800)
        stop = try container.value(.stop, default: [])
    }

    private enum CodingKeys: String, CodingKey {
        case file, templates, layout
        case isUserOnly = "user-only"
        case mostSessions = "sessions"
        case reading
        case answerTokens = "answer-tokens"
        case stop
    }
}
