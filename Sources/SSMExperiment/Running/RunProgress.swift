import Foundation
import SSMRecord
import SSMTrain

/// Tells a person how an experiment goes: a line for each run, and one that is redrawn while it works.
package struct RunProgress {
    private let isTerminal: Bool
    private let write: (String) -> Void
    private var training: ProgressLine
    private var isLineOpen = false

    /// A display that `write` puts out, on a terminal or not.
    package init(isTerminal: Bool, write: @escaping (String) -> Void) {
        self.isTerminal = isTerminal
        self.write = write
        training = ProgressLine(isTerminal: isTerminal, write: write)
    }

    /// Shows an event.
    package mutating func show(_ event: RunEvent) {
        switch event {
        case .planned(let runs, let finished):
            let count = "\(runs) \(runs == 1 ? "run" : "runs")"
            put(finished == 0 ? count : "\(count), \(finished) of them finished already")
        case .counting(let progress):
            redraw("\(progress.path): \(100 * progress.done / max(1, progress.total)) % read")
        case .counted(let report):
            for line in report.lines { put(line) }
        case .began(let title, let number, let runs):
            put("run \(number) of \(runs): \(title)")
        case .training(let event):
            if case .step = event { isLineOpen = isTerminal } else { endLine() }
            training.show(event)
        case .unties(let title):
            put("\(title): embedding and head are one matrix so far; with its adapters merged they become two")
        case .tuned(let result):
            put(Self.choice(result))
        case .calibrating(let title):
            put("calibrating \(title)")
        case .calibrated(let strategy, let configuration):
            put("calibrated \(strategy): \(configuration)")
        case .answered(let title, let done, let total):
            redraw("\(title): \(done) of \(total) prompts")
        case .dumped(let column, let done, let total):
            redraw("dump of \(column): \(done) of \(total) samples")
        case .judged(let title, let done, let total):
            redraw("\(title): \(done) of \(total) answers judged")
        case .finished(_, let number, let runs, let seconds, let left):
            let rest = number < runs ? ", about \(Self.duration(left)) left in all" : ""
            put("run \(number) of \(runs) took \(Self.duration(seconds))\(rest)")
        case .scored:
            endLine()
        }
    }

    /// Draws a line in the place of the one before, on a terminal.
    private mutating func redraw(_ text: String) {
        guard isTerminal else { return }
        write("\r\u{1B}[K\(text)")
        isLineOpen = true
    }

    private mutating func endLine() {
        if isLineOpen { write("\n") }
        isLineOpen = false
    }

    private mutating func put(_ text: String) {
        endLine()
        write(text + "\n")
    }

    /// The rate that was chosen, and what each came to.
    private static func choice(_ result: TuningResult) -> String {
        let trials = result.trials.map { trial in
            "\(trial.learningRate): " + (trial.loss.map { String(format: "%.4f", $0) } ?? "diverged")
        }
        return "\(result.stage) for \(result.columns.listedColumns): "
            + (result.chosen.map { "learning rate \($0)" } ?? "no learning rate")
            + (result.isAtEdge ? ", at the edge of the range tried" : "")
            + "; validation loss by rate: " + trials.joined(separator: ", ")
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        if whole < 100 { return "\(whole) s" }
        if whole < 3600 { return "\((whole + 30) / 60) min" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}
