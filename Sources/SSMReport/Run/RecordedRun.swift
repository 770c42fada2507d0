package import Foundation
import SSMEval
package import SSMRecord
import SSMTrain

/// What the folder of an experiment holds, as far as it has come: read without holding the folder.
package struct RecordedRun: Sendable {
    /// One stage or evaluation of it.
    struct Part: Sendable {
        /// Its folder.
        let folder: RunFolder
        /// How far it has come.
        let state: RunState
        /// Its configuration's hash; nil where it never began.
        let configuration: ContentHash?

        /// The path of its folder from that of the experiment, as plans and results name it: `stages/<hash>`.
        var path: String { folder.url.pathComponents.suffix(2).joined(separator: "/") }
    }

    /// The folder.
    package let url: URL
    /// The experiment's name.
    package let experiment: String
    /// The results; nil before anything is scored.
    let results: Results?
    /// The resolved configuration, in YAML.
    let configuration: String?
    /// Where and with what the latest run was made.
    let provenance: Provenance
    /// The stages of training, in the order of their titles.
    let stages: [Part]
    /// The evaluations, in the order of their titles.
    let evaluations: [Part]
    /// The runs that the latest one consists of; none of an earlier version of this program.
    private let planned: [PlannedFolder]
    /// The titles of those of them that have not begun.
    let missing: [String]

    /// Reads a folder that `ssmlab run` has made.
    ///
    /// - Throws: `RecordError.unreadable` for another folder and for damaged files.
    package init(contentsOf url: URL) throws(RecordError) {
        guard let provenance = try JSONFile.readIfPresent(Provenance.self, from: RunFolder(url).provenanceFile) else {
            throw .unreadable(
                path: url.relativePath, reason: "it is no folder of an experiment; give one that `ssmlab run` has made")
        }
        self.url = url
        self.provenance = provenance
        experiment = provenance.experiment
        results = try JSONFile.readIfPresent(Results.self, from: ExperimentFolder.resultsFile(in: url))
        configuration = try? String(contentsOf: ExperimentFolder.configurationFile(in: url), encoding: .utf8)
        stages = try Self.parts(in: url.appendingPathComponent("stages"))
        evaluations = try Self.parts(in: url.appendingPathComponent("evaluations"))
        planned = try JSONFile.readIfPresent([PlannedFolder].self, from: ExperimentFolder.planFile(in: url)) ?? []
        let begun = Set((stages + evaluations).map(\.path))
        missing = planned.filter { !begun.contains($0.folder) }.map(\.title)
    }

    /// The runs in a folder of them; none where there is no folder.
    private static func parts(in url: URL) throws(RecordError) -> [Part] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        var parts: [Part] = []
        for name in names.sorted() {
            let folder = RunFolder(url.appendingPathComponent(name, isDirectory: true))
            guard let state = try JSONFile.readIfPresent(RunState.self, from: folder.stateFile) else { continue }
            let provenance = try JSONFile.readIfPresent(Provenance.self, from: folder.provenanceFile)
            parts.append(Part(folder: folder, state: state, configuration: provenance?.configuration))
        }
        return parts.sorted { $0.state.title.compare($1.state.title, options: .numeric) == .orderedAscending }
    }

    /// The stages and evaluations that are not finished.
    var unfinished: [Part] { (stages + evaluations).filter { $0.state.phase != .finished } }

    /// Whether a part belongs to an earlier configuration of the experiment.
    func isEarlier(_ part: Part) -> Bool { part.configuration != provenance.configuration }

    /// Whether the latest run consists of a part too: stages may have been copied from other experiments.
    func isPlanned(_ part: Part) -> Bool { planned.isEmpty || planned.contains { $0.folder == part.path } }

    /// The rows of metrics of a stage that keeps its weights; none of a run that only tries a learning rate.
    func metrics(of part: Part) throws(RecordError) -> [StepReport] {
        guard !FileManager.default.fileExists(atPath: part.folder.trialFile.path) else { return [] }
        let rows: [MetricsRow]
        do {
            rows = try MetricsLog.rows(in: part.folder.metricsFile)
        } catch {
            throw .unreadable(path: part.folder.metricsFile.relativePath, reason: "\(error)")
        }
        return rows.compactMap(\.training)
    }

    /// The answers of an evaluation.
    func predictions(of part: Part) throws(RecordError) -> [PredictionRecord] {
        try JSONLines<PredictionRecord>(part.folder.predictionsFile).read().records
    }
}
