import SSMModel
import SSMTrain
import Synchronization

/// Shows a person how far a long prompt has been read, and ends the reading when a signal asks for it.
final class PrefillProgress: Probe {
    let sites: Set<Site> = [.residual]
    let layers = LayerSelection.all

    private let subject: String
    private let interrupt: InterruptFlag
    private let interruption: @Sendable () -> any Error
    private let whole: Int
    private let clock: TrainingClock
    private let state: Mutex<State>

    private struct State {
        /// Rows that left a layer, of all layers.
        var done = 0
        var shown = 0.0
        var display: ProgressDisplay
    }

    /// A display of reading one prompt.
    ///
    /// - Parameters:
    ///   - subject: what is read, in words.
    ///   - rows: of the prompt.
    ///   - layers: of the model.
    ///   - clock: begins with the reading.
    ///   - interruption: the error that ends the reading.
    init(
        of subject: String = "the prompt", rows: Int, layers: Int, console: LabConsole, interrupt: InterruptFlag,
        clock: TrainingClock, interruption: @escaping @Sendable () -> any Error
    ) {
        self.subject = subject
        self.interrupt = interrupt
        self.interruption = interruption
        self.clock = clock
        whole = max(rows * layers, 1)
        state = Mutex(State(display: ProgressDisplay(console)))
    }

    func observe(_ observation: Observation) throws {
        guard !interrupt.isRaised else { throw interruption() }
        let seconds = clock.now() / .seconds(1)
        state.withLock { state in
            state.done += observation.layout.rows
            guard seconds - state.shown >= 0.2 else { return }
            state.shown = seconds
            // A strategy may read a prompt several times; how often, only it knows.
            let all = whole * max(1, (state.done + whole - 1) / whole)
            let left = seconds * Double(all - state.done) / Double(max(state.done, 1))
            let percent = state.done * 100 / all
            state.display.show(
                "reading \(subject): \(percent) %, about \(Int(left.rounded(.up))) s left", at: seconds)
        }
    }

    /// Takes the line away.
    func finish() {
        state.withLock { $0.display.end() }
    }
}
