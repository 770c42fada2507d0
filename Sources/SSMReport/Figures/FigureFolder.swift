package import Foundation
package import SSMRecord
import SSMStore

/// A folder of figures: each as a script, its data, and drawings.
package struct FigureFolder: Sendable {
    /// The folder.
    package let url: URL
    private let gnuplot: Gnuplot

    /// The figures in a folder, which need not be there yet.
    package init(_ url: URL, gnuplot: Gnuplot = Gnuplot()) {
        self.url = url
        self.gnuplot = gnuplot
    }

    /// Writes figures, and draws them when the program is there.
    ///
    /// - Parameter goesOn: whether another one is drawn; asked before each.
    /// - Returns: why figures are not drawn; each reason once.
    /// - Throws: `RecordError.unwritable`.
    package func write(
        _ figures: [Figure], as forms: [FigureForm] = FigureForm.allCases, while goesOn: () -> Bool = { true }
    ) async throws(RecordError) -> [FigureProblem] {
        for figure in figures {
            try JSONFile.write(text: figure.script, to: url.appendingPathComponent(figure.scriptFile))
            try JSONFile.write(text: figure.data, to: url.appendingPathComponent(figure.dataFile))
            // A drawing of an earlier run must not pass for one of this.
            for form in forms { try? FileManager.default.removeItem(at: file(of: figure, form)) }
        }
        var problems: [FigureProblem] = []
        for figure in figures where goesOn() {
            do {
                try await gnuplot.draw(figure, in: url, as: forms)
            } catch {
                problems.append(error)
                if case .gnuplotMissing = error { break }
            }
        }
        return problems
    }

    /// Removes the figures that were written here under names that none of these has.
    ///
    /// A script that was copied to a name of its own stays, because it says whose it is.
    package func removeOthers(than figures: [Figure]) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        for script in names where script.hasSuffix(".gp") && !figures.contains(where: { $0.scriptFile == script }) {
            let head = Data(GnuplotScript.head(of: script).utf8)
            guard let found = try? InputFile(url.appendingPathComponent(script)).start(head.count),
                Data(found) == head
            else { continue }
            let stem = script.dropLast(3)
            for ending in ["gp", "dat"] + FigureForm.allCases.map(\.rawValue) {
                try? FileManager.default.removeItem(at: url.appendingPathComponent("\(stem).\(ending)"))
            }
        }
    }

    /// Where a drawing is, or would be.
    package func file(of figure: Figure, _ form: FigureForm) -> URL { url.appendingPathComponent(figure.file(form)) }
}
