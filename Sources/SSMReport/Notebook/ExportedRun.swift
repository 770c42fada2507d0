import Foundation
import SSMEval
import SSMRecord
import SSMTrain

/// The folder of an experiment that has results, and the records that they are made from.
struct ExportedRun {
    let folder: URL
    let results: Results
    let sources: ResultSources

    /// Reads the results in a folder.
    ///
    /// - Throws: `NotebookError`, `RecordError`.
    init(_ folder: URL) throws {
        let path = folder.relativePath
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
            throw NotebookError.noRun(path: path)
        }
        guard let results = try JSONFile.readIfPresent(Results.self, from: ExperimentFolder.resultsFile(in: folder))
        else {
            throw NotebookError.noResults(path: path)
        }
        guard Self.isFileName(results.experiment) else {
            throw NotebookError.badName(path: path, name: results.experiment)
        }
        guard !results.evaluations.contains(where: { $0.isJudged == true }) else {
            throw NotebookError.judged(path: path)
        }
        guard let sources = results.sources else { throw NotebookError.noSources(path: path) }
        for name in sources.training.map(\.folder) + sources.answering.map(\.folder)
        where name.wholeMatch(of: /(?:stages|evaluations)\/[0-9a-f]+/) == nil {
            throw NotebookError.badSource(path: path, folder: name)
        }
        self.folder = folder
        self.results = results
        self.sources = sources
    }

    /// The file of that name in the folder, if there is one.
    func file(_ name: String) -> URL? {
        let url = folder.appendingPathComponent(name)
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }

    /// The answers that the results count of one run, in the order in which they were given.
    ///
    /// - Throws: `NotebookError.nothingRecorded`, `RecordError`.
    func predictions(of source: ResultSources.Answering) throws -> [PredictionRecord] {
        let run = RunFolder(folder.appendingPathComponent(source.folder))
        let records = try JSONLines<PredictionRecord>(run.predictionsFile).read().records
        guard !records.isEmpty else {
            throw NotebookError.nothingRecorded(path: folder.relativePath, folder: source.folder)
        }
        guard results.evaluations.indices.contains(source.evaluation) else {
            throw NotebookError.badSource(path: folder.relativePath, folder: source.folder)
        }
        let limit = results.evaluations[source.evaluation].limit?.answered
        return limit.map { records.ofFirst($0) } ?? records
    }

    /// The metrics of a run of training; none where it has left none.
    ///
    /// - Throws: `TrainingError.metrics`.
    func metrics(of source: ResultSources.Training) throws -> [MetricsRow] {
        try MetricsLog.rows(in: RunFolder(folder.appendingPathComponent(source.folder)).metricsFile)
    }

    private static func isFileName(_ name: String) -> Bool {
        name.wholeMatch(of: /[a-z0-9][a-z0-9-]*/) != nil && name.utf8.count <= 128
    }
}
