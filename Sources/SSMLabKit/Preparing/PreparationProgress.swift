import Foundation
import SSMReport

/// Tells a person how far a preparation is and how long it will take.
struct PreparationProgress {
    /// Seconds between two lines where a line cannot be drawn again.
    private static let pause = 30.0

    private let console: LabConsole
    private let start = ContinuousClock.now
    private var lastLine = 0.0
    private var isDrawn = false

    /// Progress on a console.
    init(_ console: LabConsole) {
        self.console = console
    }

    /// So much of the input is done.
    mutating func show(_ manifest: PreparationManifest, share: Double) {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        var line = "\(manifest.samples) samples"
        if let account = manifest.account { line += ": \(account)" }
        if share > 0, share < 1 { line += ", about \(NumberText.duration(seconds / share * (1 - share))) left" }
        if console.isNoteTerminal {
            console.writeNote("\r\u{1B}[K" + line)
            isDrawn = true
        } else if seconds - lastLine >= Self.pause {
            lastLine = seconds
            console.note(line)
        }
    }

    /// Ends the line that was drawn.
    func end() {
        if isDrawn { console.writeNote("\r\u{1B}[K") }
    }
}
