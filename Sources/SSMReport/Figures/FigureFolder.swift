package import Foundation
package import SSMRecord

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

    /// Where a drawing is, or would be.
    package func file(of figure: Figure, _ form: FigureForm) -> URL { url.appendingPathComponent(figure.file(form)) }
}
