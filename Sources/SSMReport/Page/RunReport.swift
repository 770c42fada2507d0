package import Foundation
package import SSMRecord
import SSMStore

/// The report on the folder of one experiment: tables, figures and a page beside its results.
package struct RunReport: Sendable {
    /// Where figures of reports lie in the folder of an experiment.
    static let figurePath = "figures/\(figureFolder)"
    /// The last part of it.
    static let figureFolder = "report"

    /// What the folder holds.
    let run: RecordedRun
    /// The evaluations with their figures.
    let evaluations: [ReportedEvaluation]
    /// The figures of training.
    let training: [Figure]
    /// Where figures lie.
    let figures: FigureFolder

    /// The report on a folder.
    ///
    /// - Throws: `RecordError` for a folder of something else and for damaged files.
    package init(on folder: URL, gnuplot: Gnuplot = Gnuplot()) throws(RecordError) {
        run = try RecordedRun(contentsOf: folder)
        evaluations = (run.results?.evaluations ?? []).enumerated().map {
            ReportedEvaluation($0.element, index: $0.offset)
        }
        training = try TrainingCurves(run).figures
        figures = FigureFolder(folder.appendingPathComponent(Self.figurePath), gnuplot: gnuplot)
    }

    /// Writes tables, figures and the page into the folder.
    ///
    /// - Returns: why figures are not drawn.
    /// - Throws: `RecordError`.
    package func write() async throws(RecordError) -> [FigureProblem] {
        if let results = run.results { try writeTables(ResultsReport(results)) }
        let drawn = evaluations.flatMap(\.figures) + training
        let problems = try await figures.write(drawn)
        // Those of columns that have another name now.
        figures.removeOthers(than: drawn)
        try Self.write([(self, problems)], to: page)
        return problems
    }

    /// Whether a file is a page of this program, which may be written anew.
    package static func isPage(_ url: URL) -> Bool {
        let start = String(decoding: (try? InputFile(url).start(512)) ?? [], as: UTF8.self)
        return start.hasPrefix("<!doctype html>") && start.contains("Content-Security-Policy")
    }

    /// Writes one page of several reports whose figures are drawn.
    ///
    /// - Throws: `RecordError`.
    package static func write(
        _ reports: [(report: RunReport, problems: [FigureProblem])], to url: URL
    ) throws(RecordError) {
        var views: [RunView] = []
        for (index, item) in reports.enumerated() {
            views.append(try RunView(item.report, problems: item.problems, id: "run\(index + 1)"))
        }
        let html: String
        do {
            html = try ReportPage(views).html()
        } catch {
            throw .unwritable(path: url.relativePath, reason: "\(error)")
        }
        try JSONFile.write(text: html, to: url)
    }

    /// The page of the experiment.
    package var page: URL { run.url.appendingPathComponent("report.html") }

    private func writeTables(_ report: ResultsReport) throws(RecordError) {
        let tables = [
            ("txt", report.text(isTerminal: false, isDetailed: true)), ("md", report.markdown), ("csv", report.csv),
            ("tex", report.latex),
        ]
        for (form, text) in tables {
            try JSONFile.write(text: text, to: run.url.appendingPathComponent("table.\(form)"))
        }
    }
}
