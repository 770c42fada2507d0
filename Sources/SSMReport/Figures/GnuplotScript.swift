/// The script that draws a figure.
struct GnuplotScript {
    private let figure: Figure

    init(_ figure: Figure) {
        self.figure = figure
    }

    /// The script: it draws the forms in the variable `forms`, or all of them.
    var text: String {
        let lines =
            [
                Self.head(of: figure.scriptFile) + " \(FigureForm.allCases.map(figure.file).joined(separator: ", "))",
                "# gnuplot -e \"forms='pdf'\" \(figure.scriptFile) draws one of them",
                "reset",
                "if (!exists(\"forms\")) forms = \"\(FigureForm.allCases.map(\.rawValue).joined(separator: " "))\"",
                "set encoding utf8",
                "set datafile missing NaN",
                "set border 3 lc rgb '#808080'",
                "set tics nomirror out scale 0.5 tc rgb '#303030'",
                "set grid lt 1 lc rgb '#e4e4e4'",
            ]
            + (figure.title.isEmpty ? [] : ["set title \(title) font ',14'"])
            + figure.content.settings + ["do for [form in forms] {"] + terminals
            + ["  set output '\(figure.name).' . form", "  plot \\"]
        let plots = figure.content.plots(of: Self.quoted(figure.dataFile)).map { "    " + $0 }
        return (lines + [plots.joined(separator: ", \\\n"), "}", "unset output"]).joined(separator: "\n") + "\n"
    }

    /// How the script of that name begins.
    static func head(of script: String) -> String { "# gnuplot \(script) draws" }

    /// The title, on as many lines as it needs to stand inside the figure.
    private var title: String {
        var lines: [String] = []
        for word in figure.title.split(separator: " ") {
            if let last = lines.last, Double(last.count + word.count) < Double(figure.width) / Self.titleCharacter {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.map(Self.quoted).joined(separator: " . \"\\n\" . ")
    }

    /// Units of a figure's width that a character of its title takes, with what stands beside the plot, about.
    private static let titleCharacter = 13.0

    /// The forms' terminals; texts are taken as they are, without gnuplot's own markup.
    private var terminals: [String] {
        let (width, height) = (figure.width, figure.height)
        let svg =
            "set terminal svg size \(width),\(height) font 'sans-serif,13' noenhanced background '#ffffff' "
            + "name '\(identifier)'" + (figure.content.hasToggles ? " mouse standalone" : "")
        let png = "set terminal pngcairo size \(2 * width),\(2 * height) font 'sans-serif,13' fontscale 2 noenhanced"
        let pdf =
            "set terminal pdfcairo size \(Double(width) / 100)in,\(Double(height) / 100)in font 'sans-serif,9' "
            + "noenhanced"
        return [
            "  if (form eq 'svg') { \(svg) }",
            "  if (form eq 'png') { \(png) linewidth 2 pointscale 2 }",
            "  if (form eq 'pdf') { \(pdf) }",
        ]
    }

    /// What ids of the SVG begin with: letters, digits and underscores, the only ones that gnuplot takes.
    private var identifier: String {
        String(figure.name.map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }

    /// A text between quotes in which gnuplot reads nothing but the quote itself.
    static func quoted(_ text: String) -> String {
        "'" + text.onOneLine.replacing("'", with: "''") + "'"
    }

    /// A text as a field of a data file.
    static func field(_ text: String) -> String {
        "\"" + text.onOneLine.replacing("\"", with: "'").replacing("\\", with: "/") + "\""
    }

    /// A text as a comment.
    static func commented(_ text: String) -> String { text.onOneLine }

    /// A number of a data file; `NaN` for what is not finite.
    static func number(_ value: Double) -> String { value.isFinite ? "\(value)" : "NaN" }

    /// A number of a data file; `NaN` for what is not finite.
    static func number(_ value: Float) -> String { value.isFinite ? "\(value)" : "NaN" }
}
