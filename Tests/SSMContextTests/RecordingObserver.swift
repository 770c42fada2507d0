import SSMContext
import SSMTensor
import Synchronization

/// Keeps what it is told, and asks to stop after some tokens.
final class RecordingObserver: AnswerObserver {
    private let told = Mutex((texts: [String: String](), tokens: [String: [TokenID]]()))
    private let limit: Int

    init(stoppingAfter limit: Int = .max) {
        self.limit = limit
    }

    /// The pieces of each prompt, joined.
    var texts: [String: String] { told.withLock { $0.texts } }
    /// The tokens of each prompt.
    var tokens: [String: [TokenID]] { told.withLock { $0.tokens } }

    var wantsToStop: Bool { tokens.values.contains { $0.count >= limit } }

    func observe(_ piece: String, of token: TokenID?, for prompt: String) {
        told.withLock { told in
            told.texts[prompt, default: ""] += piece
            if let token { told.tokens[prompt, default: []].append(token) }
        }
    }
}
