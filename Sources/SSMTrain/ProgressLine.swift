import Foundation

/// Tells a person how training goes: one line that is redrawn on a terminal, a line every ten seconds elsewhere.
///
/// The time comes from the events, so the line needs no clock.
package struct ProgressLine {
    private let isTerminal: Bool
    private let write: (String) -> Void
    private var first: (step: Int, seconds: Double) = (0, 0)
    private var lastDrawn: Double?
    private var isLineOpen = false
    private var rate: Double?

    /// A line that `write` puts out, on a terminal or not.
    package init(isTerminal: Bool, write: @escaping (String) -> Void) {
        self.isTerminal = isTerminal
        self.write = write
    }

    /// The line on standard error.
    package static func standardError() -> ProgressLine {
        ProgressLine(isTerminal: isatty(STDERR_FILENO) == 1) { text in
            FileHandle.standardError.write(Data(text.utf8))
        }
    }

    /// Shows an event.
    package mutating func show(_ event: TrainingEvent) {
        switch event {
        case .began(let progress, let skipped):
            first = (progress.step, progress.seconds)
            lastDrawn = nil
            for problem in skipped { put("\(progress.stage.name): a checkpoint is passed over: \(problem)") }
            if progress.step > 0 { put("\(progress.stage.name): goes on after step \(progress.step)") }
        case .step(let report):
            rate = report.tokensPerSecond ?? rate
            show(report)
        case .lengthened(let stage, let step, let length):
            put("\(stage): length \(length) from step \(step) on")
        case .validated(let report):
            let parts = [
                report.result.loss.map { "loss " + ProgressLine.number($0) },
                report.result.accuracy.map { "accuracy " + ProgressLine.number($0) },
            ]
            put("\(report.stage) \(report.step): validation " + parts.compactMap(\.self).joined(separator: ", "))
        case .checkpointed:
            break
        case .finished(let stage, let step):
            put("\(stage): \(step) steps done")
        }
    }

    private mutating func show(_ report: StepReport) {
        let pause = isTerminal ? 0.1 : 10
        if let lastDrawn, report.seconds - lastDrawn < pause, report.step < report.steps { return }
        lastDrawn = report.seconds
        let text = line(of: report)
        if isTerminal {
            write("\r\u{1B}[K" + text)
            isLineOpen = true
        } else {
            write(text + "\n")
        }
    }

    private func line(of report: StepReport) -> String {
        var parts = ["\(report.stage) \(report.step)/\(report.steps)", "loss \(ProgressLine.number(report.loss))"]
        if let accuracy = report.targetAccuracy { parts.append("accuracy \(ProgressLine.number(accuracy))") }
        parts.append("length \(report.length)")
        if let rate { parts.append("\(Int(rate.rounded())) tokens/s") }
        let done = report.step - first.step
        if done > 0, report.seconds > first.seconds {
            let left = (report.seconds - first.seconds) / Double(done) * Double(report.steps - report.step)
            parts.append(ProgressLine.duration(left) + " left")
        }
        return parts.joined(separator: "  ")
    }

    /// Puts a line of its own under what is drawn.
    private mutating func put(_ text: String) {
        write((isLineOpen ? "\n" : "") + text + "\n")
        isLineOpen = false
    }

    private static func number(_ value: Double) -> String {
        String(format: "%.4f", value)
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}
