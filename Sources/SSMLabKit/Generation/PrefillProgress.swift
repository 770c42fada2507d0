import SSMModel
import SSMTrain
import Synchronization

/// Shows a person how far a long prompt has been read, and ends the reading when a signal asks for it.
final class PrefillProgress: Probe {
    let sites: Set<Site> = [.residual]
    let layers = LayerSelection.all

    private let console: LabConsole
    private let interrupt: InterruptFlag
    private let whole: Int
    private let clock: TrainingClock
    private let state = Mutex(State())

    private struct State {
        /// Rows that left a layer, of all layers.
        var done = 0
        var drawn: Double?
        var isOpen = false
    }

    /// A display of reading one prompt.
    ///
    /// - Parameters:
    ///   - rows: of the prompt.
    ///   - layers: of the model.
    ///   - clock: begins with the reading.
    init(rows: Int, layers: Int, console: LabConsole, interrupt: InterruptFlag, clock: TrainingClock) {
        self.console = console
        self.interrupt = interrupt
        self.clock = clock
        whole = max(rows * layers, 1)
    }

    func observe(_ observation: Observation) throws {
        guard !interrupt.isRaised else { throw GenerationInterrupted(tokens: 0) }
        guard console.isNoteTerminal else { return }
        let seconds = clock.now() / .seconds(1)
        state.withLock { state in
            state.done += observation.layout.rows
            guard seconds - (state.drawn ?? 0) >= 0.2 else { return }
            state.drawn = seconds
            state.isOpen = true
            // A strategy may read a prompt several times; how often, only it knows.
            let all = whole * max(1, (state.done + whole - 1) / whole)
            let left = seconds * Double(all - state.done) / Double(state.done)
            let percent = state.done * 100 / all
            console.writeNote(
                "\r\u{1B}[Kreading the prompt: \(percent) %, about \(Int(left.rounded(.up))) s left")
        }
    }

    /// Takes the line away.
    func finish() {
        state.withLock { state in
            if state.isOpen { console.writeNote("\r\u{1B}[K") }
            state.isOpen = false
        }
    }
}
