import Foundation
import SSMRecord

/// The page that lists the exported notebooks of a folder, made anew from what stands beside them.
struct NotebookGallery {
    /// The name of the page.
    static let name = "README.md"

    private struct Entry {
        let results: Results
        /// Where the figure is, from the page; nil when it is not drawn.
        let figure: String?
    }

    private let entries: [Entry]

    /// Refuses a folder whose page is not a gallery, which would be lost.
    ///
    /// - Throws: `NotebookError.foreignPage`, `RecordError.unreadable`.
    static func check(_ folder: URL) throws {
        let page = folder.appendingPathComponent(name)
        guard FileManager.default.fileExists(atPath: page.path) else { return }
        guard let found = try? String(contentsOf: page, encoding: .utf8), found.hasPrefix(title) else {
            throw NotebookError.foreignPage(path: page.relativePath)
        }
    }

    private static let title = "# Notebooks of ssmlab\n"

    /// The notebooks of a folder in alphabetical order; a notebook without results of its own is not listed.
    ///
    /// - Throws: `RecordError.unreadable`.
    init(of folder: URL) throws {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        entries = try files.filter { $0.hasSuffix(".ipynb") }.map { String($0.dropLast(6)) }.sorted()
            .compactMap { name in
                guard
                    let results = try JSONFile.readIfPresent(
                        Results.self, from: folder.appendingPathComponent("\(name)/results.json")),
                    results.experiment == name
                else { return nil }
                let figure = "\(name)/\(GalleryFigure.name).png"
                let isDrawn = FileManager.default.fileExists(atPath: folder.appendingPathComponent(figure).path)
                return Entry(results: results, figure: isDrawn ? figure : nil)
            }
    }

    /// The page.
    var markdown: String {
        let head = """
            \(Self.title)
            What experiments found, each with the answers that its numbers come from. A notebook computes the table anew from
            them, says where it disagrees with the report, and draws the figures. To open one:

                pip install h5netcdf h5py jupyterlab matplotlib pandas xarray
                jupyter lab

            `ssmlab export notebook RUN...` writes the notebooks, their data and this page.

            """
        return head + entries.map { "\n" + Self.text(of: $0) }.joined()
    }

    /// One line and one figure.
    private static func text(of entry: Entry) -> String {
        let name = entry.results.experiment
        let line = [entry.results.question.map(sentence), finding(entry.results)].compactMap(\.self)
            .joined(separator: " ")
        let figure = entry.figure.map { "![Accuracy by length](\($0))" }
        return "## "
            + ["[\(name)](\(name).ipynb)", figure, line.isEmpty ? nil : line].compactMap(\.self)
            .joined(separator: "\n\n") + "\n"
    }

    /// The primary endpoint in a sentence: the baseline's, and that of the column which is best beside it.
    private static func finding(_ results: Results) -> String? {
        guard let baseline = results.primary.first(where: { $0.difference == nil }),
            let best = results.primary.filter({ $0.difference != nil }).max(by: { $0.score.value < $1.score.value }),
            let difference = best.difference
        else { return nil }
        let gate = results.isGateMet ? "" : " The gate is not met."
        return "\(sentence(best.endpoint)): \(MarkdownText.escaped(baseline.column)) "
            + "\(NumberText.share(baseline.score.value)), best of the others "
            + "\(MarkdownText.escaped(best.column)) \(NumberText.share(best.score.value)) "
            + "(\(NumberText.difference(difference.value)) \(difference.signedIntervalText)).\(gate)"
    }

    private static func sentence(_ text: String) -> String {
        MarkdownText.escaped(text.prefix(1).uppercased() + text.dropFirst())
    }
}
