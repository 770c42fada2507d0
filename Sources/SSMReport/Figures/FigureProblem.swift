/// Why a figure is not drawn; its script and data are there all the same.
package enum FigureProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The program that draws is not installed.
    case gnuplotMissing(program: String)
    /// The program failed.
    case notDrawn(figure: String, reason: String)

    package var description: String {
        switch self {
        case .gnuplotMissing(let program):
            "figures are not drawn: the program '\(program)' is not there. Install it (Debian: apt-get install "
                + "gnuplot-nox) and report again; tables, scripts and data of the figures are written all the same"
        case .notDrawn(let figure, let reason):
            "the figure '\(figure)' is not drawn: \(reason)"
        }
    }
}
