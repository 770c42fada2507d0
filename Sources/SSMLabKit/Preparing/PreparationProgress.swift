import SSMReport

/// Tells a person how far a preparation is and how long it will take.
struct PreparationProgress {
    private var display: ProgressDisplay
    private let start = ContinuousClock.now

    /// Progress on a console.
    init(_ console: LabConsole) {
        display = ProgressDisplay(console)
    }

    /// So much of the input is done.
    mutating func show(_ manifest: PreparationManifest, share: Double) {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        var line = "\(manifest.samples) samples"
        if let account = manifest.account { line += ": \(account)" }
        if share > 0, share < 1 { line += ", about \(NumberText.duration(seconds / share * (1 - share))) left" }
        display.show(line, at: seconds)
    }

    /// Ends the line that was drawn.
    mutating func end() { display.end() }
}
