import SSMContext
import SSMTensor
import SSMTrain
import Synchronization

/// Passes the text of one answer on as it is made, and takes the times.
final class GenerationFollower: AnswerObserver {
    private let prompt: String
    private let interrupt: InterruptFlag
    private let clock: TrainingClock
    private let take: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// What was followed so far.
    struct State {
        /// The text that was passed on.
        var text = ""
        /// Seconds until the first token, and until the last.
        var first: Double?
        var last: Double?
        /// Number of tokens.
        var tokens = 0
    }

    /// A follower of the answer to a prompt.
    ///
    /// - Parameters:
    ///   - interrupt: ends the answer when it is raised.
    ///   - clock: begins with the reading of the prompt.
    ///   - take: is handed each piece of text.
    init(
        of prompt: String, interrupt: InterruptFlag, clock: TrainingClock, take: @escaping @Sendable (String) -> Void
    ) {
        self.prompt = prompt
        self.interrupt = interrupt
        self.clock = clock
        self.take = take
    }

    var wantsToStop: Bool { interrupt.isRaised }

    /// What was followed so far.
    var followed: State { state.withLock { $0 } }

    func observe(_ piece: String, of token: TokenID?, for prompt: String) {
        guard prompt == self.prompt else { return }
        let seconds = clock.now() / .seconds(1)
        state.withLock { state in
            state.text += piece
            guard token != nil else { return }
            state.first = state.first ?? seconds
            state.last = seconds
            state.tokens += 1
        }
        if !piece.isEmpty { take(piece) }
    }
}
