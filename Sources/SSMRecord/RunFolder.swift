package import Foundation

/// The folder of one run: its state, its provenance and what it wrote.
package struct RunFolder: Sendable, Hashable {
    /// The folder.
    package let url: URL

    /// The run in a folder.
    package init(_ url: URL) {
        self.url = url
    }

    /// The state of the run.
    package var stateFile: URL { url.appendingPathComponent("state.json") }
    /// Where and with what the run was made.
    package var provenanceFile: URL { url.appendingPathComponent("provenance.json") }
    /// What training reads from files, and what it leaves out of them.
    package var dataFile: URL { url.appendingPathComponent("data.json") }
    /// What a judge said of the predictions, one record a line; each judge has a file of its own.
    package func verdictsFile(_ judge: ContentHash) -> URL {
        url.appendingPathComponent("verdicts-\(judge.short).jsonl")
    }
    /// What linear probes read in the states; each setting of them has a file of its own.
    package func probesFile(_ setting: ContentHash) -> URL {
        url.appendingPathComponent("probes-\(setting.short).json")
    }
    /// The metrics of training, one record a line.
    package var metricsFile: URL { url.appendingPathComponent("metrics.jsonl") }
    /// The checkpoints of training.
    package var checkpoints: URL { url.appendingPathComponent("checkpoints", isDirectory: true) }
    /// What the learning rate came to, in a run that tries one.
    package var trialFile: URL { url.appendingPathComponent("trial.json") }
    /// The predictions of an evaluation, one record a line.
    package var predictionsFile: URL { url.appendingPathComponent("predictions.jsonl") }

    /// What the layers did, by length.
    package var diagnosticsFile: URL { url.appendingPathComponent("diagnostics.json") }

    /// Makes the folder.
    ///
    /// - Throws: `RecordError.unwritable`.
    package func create() throws(RecordError) {
        try Self.create(url)
    }

    /// Makes a folder and those above it.
    static func create(_ url: URL) throws(RecordError) {
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw .unwritable(path: url.relativePath, reason: error.localizedDescription)
        }
    }

    /// The state on disk; `pending` when there is none, and `interrupted` when its process no longer works on it.
    ///
    /// - Precondition: the caller holds the experiment's folder, so that no other process runs it.
    /// - Throws: `RecordError.unreadable`.
    package func state(title: String) throws(RecordError) -> RunState {
        guard var state = try JSONFile.readIfPresent(RunState.self, from: stateFile) else {
            return RunState(.pending, title: title)
        }
        if state.phase == .running { state.phase = .interrupted }
        return state
    }

    /// Writes the state.
    ///
    /// - Throws: `RecordError.unwritable`.
    package func write(_ state: RunState) throws(RecordError) {
        try create()
        try JSONFile.write(state, to: stateFile)
    }
}
