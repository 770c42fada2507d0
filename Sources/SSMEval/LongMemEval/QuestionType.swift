/// The six types of LongMemEval's questions.
package enum QuestionType: String, Codable, Hashable, Sendable, CaseIterable {
    /// Something that the user told once.
    case singleSessionUser = "single-session-user"
    /// Something that the assistant told once.
    case singleSessionAssistant = "single-session-assistant"
    /// Advice that follows what the user prefers.
    case singleSessionPreference = "single-session-preference"
    /// What several sessions tell together.
    case multiSession = "multi-session"
    /// What holds after it has changed.
    case knowledgeUpdate = "knowledge-update"
    /// In which order, and how far apart, things happened.
    case temporalReasoning = "temporal-reasoning"

    /// Whether one session tells the answer.
    var isSingleSession: Bool {
        switch self {
        case .singleSessionUser, .singleSessionAssistant, .singleSessionPreference: true
        case .multiSession, .knowledgeUpdate, .temporalReasoning: false
        }
    }

    /// Whether questions of the type can ask for what was never told; in LongMemEval two types have none of these.
    var canAbstain: Bool {
        self != .singleSessionAssistant && self != .singleSessionPreference
    }
}
