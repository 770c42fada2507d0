package import Foundation

/// The output folder of one experiment.
///
///     experiment.yaml            the resolved configuration
///     provenance.json            of the latest run
///     plan.json                  the runs that the latest one consists of, done or not
///     data.json                  counts of what training reads from files, where it does
///     stages/<hash>/             state.json, provenance.json, metrics.jsonl, checkpoints/; trial.json of
///                                a run that tries a learning rate
///     evaluations/<hash>/        state.json, provenance.json, predictions.jsonl; verdicts-<hash>.jsonl of a judge,
///                                probes-<hash>.json of linear probes
///     calibrations/<hash>.json   what a column's strategies became by calibration
///     dumps/                     what probes saw of some samples
///     results.json               rows of the table
///     report.html                made from all of it, with table.{txt,md,tex,csv} and figures/report/
package final class ExperimentFolder: Sendable {
    /// The folder.
    package let url: URL
    private let lock: FolderLock

    private static let stagesName = "stages"

    /// Takes the folder of an experiment for this process, making it when it is not there. One that has stages alone is
    /// taken too: their names say what they were made from, so that they can be copied from another experiment.
    ///
    /// - Throws: `RecordError`: the folder holds another experiment or other files, another process holds it, or it
    ///   cannot be written.
    package init(_ url: URL, experiment: String) throws(RecordError) {
        self.url = url
        let folder = RunFolder(url)
        if let owner = try JSONFile.readIfPresent(Owner.self, from: url.appendingPathComponent(Self.ownerName)) {
            guard owner.experiment == experiment else {
                throw .foreignFolder(path: url.relativePath, found: owner.experiment, wanted: experiment)
            }
        } else if let names = try? FileManager.default.contentsOfDirectory(atPath: url.path),
            names.contains(where: { $0 != FolderLock.name && $0 != Self.stagesName })
        {
            throw .occupiedFolder(path: url.relativePath, content: "experiment")
        }
        try folder.create()
        lock = try FolderLock(url)
        try JSONFile.write(Owner(experiment: experiment), to: url.appendingPathComponent(Self.ownerName))
    }

    /// The resolved configuration.
    package var configurationFile: URL { Self.configurationFile(in: url) }
    /// The provenance of the latest run.
    package var provenanceFile: URL { url.appendingPathComponent("provenance.json") }
    /// The runs that the latest one consists of.
    package var planFile: URL { Self.planFile(in: url) }
    /// What training reads from files, and what it leaves out of them.
    package var dataFile: URL { url.appendingPathComponent("data.json") }
    /// The results.
    package var resultsFile: URL { Self.resultsFile(in: url) }

    /// The resolved configuration in an output folder that nobody need hold.
    package static func configurationFile(in output: URL) -> URL { output.appendingPathComponent("experiment.yaml") }

    /// The runs of the latest one in an output folder that nobody need hold.
    package static func planFile(in output: URL) -> URL { output.appendingPathComponent("plan.json") }

    /// The results in an output folder that nobody need hold.
    package static func resultsFile(in output: URL) -> URL { output.appendingPathComponent("results.json") }

    /// What probes saw of some samples.
    package var dumps: URL { Self.dumps(in: url) }

    /// What probes saw of some samples, in an output folder that nobody need hold.
    package static func dumps(in output: URL) -> URL { output.appendingPathComponent("dumps", isDirectory: true) }

    /// The folder of a stage.
    package func stage(_ identity: ContentHash) -> RunFolder { Self.stage(identity, in: url) }

    /// The folder of an evaluation.
    package func evaluation(_ identity: ContentHash) -> RunFolder { Self.evaluation(identity, in: url) }

    /// The folder of a stage in an output folder that nobody need hold.
    package static func stage(_ identity: ContentHash, in output: URL) -> RunFolder {
        RunFolder(output.appendingPathComponent(stageName(identity), isDirectory: true))
    }

    /// The folder of an evaluation in an output folder that nobody need hold.
    package static func evaluation(_ identity: ContentHash, in output: URL) -> RunFolder {
        RunFolder(output.appendingPathComponent(evaluationName(identity), isDirectory: true))
    }

    /// The name of a stage's folder below the output folder.
    package static func stageName(_ identity: ContentHash) -> String { "\(stagesName)/\(identity.short)" }

    /// The name of an evaluation's folder below the output folder.
    package static func evaluationName(_ identity: ContentHash) -> String { "evaluations/\(identity.short)" }

    /// The file of a calibration.
    package func calibrationFile(_ identity: ContentHash) -> URL {
        url.appendingPathComponent("calibrations/\(identity.short).json")
    }

    private static let ownerName = "owner.json"

    /// Whose folder it is.
    private struct Owner: Codable {
        let experiment: String
    }
}
