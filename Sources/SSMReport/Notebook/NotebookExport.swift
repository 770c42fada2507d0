package import Foundation
import SSMRecord
import SSMStore

/// Exports runs as notebooks: `<experiment>.ipynb`, the data that it opens in `<experiment>/`, and the gallery of all
/// notebooks of the folder in `README.md`.
package struct NotebookExport {
    /// The most bytes of a file of maps, and of all dumps together, that go along with a notebook.
    static let mostBytes = 8_000_000
    /// The file that each export has, and that is written first.
    private static let answersName = "answers.h5"

    private let runs: [ExportedRun]

    /// Reads the results of runs.
    ///
    /// - Throws: `NotebookError`, `RecordError`.
    package init(of folders: [URL]) throws {
        runs = try folders.map { try ExportedRun($0) }
        for (index, run) in runs.enumerated() {
            let name = run.results.experiment
            if let other = runs[..<index].first(where: { $0.results.experiment == name }) {
                throw NotebookError.sameName(name, paths: [other, run].map(\.folder.relativePath))
            }
        }
    }

    /// Writes a notebook for each run, then the gallery. The same runs give the same bytes.
    ///
    /// - Returns: the notebooks, and what they lack: figures of the gallery that are not drawn, maps that are too
    ///   large, damaged maps and dumps.
    /// - Throws: `NotebookError`, `RecordError`, `StoreError`, `TrainingError.metrics`.
    package func write(into output: URL) async throws -> (notebooks: [URL], problems: [String]) {
        try NotebookGallery.check(output)
        for run in runs {
            let data = output.appendingPathComponent(run.results.experiment, isDirectory: true)
            let found = (try? FileManager.default.contentsOfDirectory(atPath: data.path)) ?? []
            guard found.isEmpty || found.contains(Self.answersName) else {
                throw NotebookError.foreignData(path: data.relativePath)
            }
        }
        var notebooks: [URL] = []
        var problems: [String] = []
        for run in runs {
            let maps = ExportedMaps(in: run.folder)
            let dumps = ExportedDumps(in: run.folder)
            notebooks.append(try write(run, maps, dumps, into: output))
            problems += maps.large.map { name in
                "\(run.folder.appendingPathComponent(name).relativePath) is too large for a notebook; "
                    + "`ssmlab map --blocks 256` makes smaller maps"
            }
            problems += (maps.damaged as [any Error] + dumps.damaged).map { "left out of the notebook: \($0)" }
            guard let figure = GalleryFigure(run.results)?.figure else { continue }
            let data = FigureFolder(output.appendingPathComponent(run.results.experiment, isDirectory: true))
            problems += try await data.write([figure], as: [.png]).map(\.description)
        }
        try JSONFile.write(
            text: NotebookGallery(of: output).markdown, to: output.appendingPathComponent(NotebookGallery.name))
        return (notebooks, problems)
    }

    /// Writes the data of a run and then its notebook, so that a notebook never stands without its data.
    private func write(
        _ run: ExportedRun, _ maps: ExportedMaps, _ dumps: ExportedDumps, into output: URL
    ) throws -> URL {
        let name = run.results.experiment
        let data = output.appendingPathComponent(name, isDirectory: true)
        let answers = try AnswersTable(run)
        let training = try TrainingTable(run)
        guard !answers.isEmpty else { throw NotebookError.nothingToShow(path: run.folder.relativePath) }
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        try answers.write(to: data.appendingPathComponent(Self.answersName))
        try JSONFile.write(text: canonicalJSON(of: run.results) + "\n", to: data.appendingPathComponent("results.json"))
        let trainingFile = data.appendingPathComponent("training.h5")
        if training.isEmpty {
            try? FileManager.default.removeItem(at: trainingFile)
        } else {
            try training.write(to: trainingFile)
        }
        for name in ["experiment.yaml", "provenance.json"] {
            guard let file = run.file(name) else { continue }
            try writeAtomically(Data(contentsOf: file), to: data.appendingPathComponent(name))
        }
        try maps.write(into: data)
        try dumps.write(into: data)
        let content = NotebookContent(
            results: run.results, hasTraining: !training.isEmpty, hasDepths: answers.hasDepths,
            hasKinds: answers.hasKinds, hasMaps: !maps.isEmpty,
            dumps: dumps.isEmpty ? nil : (dumps.place(from: output, data: name), dumps.leftOut))
        let notebook = output.appendingPathComponent("\(name).ipynb")
        try JSONFile.write(text: content.notebook.text, to: notebook)
        return notebook
    }
}
