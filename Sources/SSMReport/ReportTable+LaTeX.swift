extension ReportTable {
    /// What stands before tables in LaTeX.
    static let latexHead = "% \\usepackage{booktabs}\n\n"

    /// The table in LaTeX, with the rules of booktabs; the best cells are bold.
    package var latex: String {
        func line(_ cells: [String]) -> String { cells.joined(separator: " & ") + " \\\\" }
        let body = rows.indices.flatMap { row -> [String] in
            let text = line(rows[row].map(Self.latex))
            return groupStarts.contains(row) ? ["\\addlinespace", text] : [text]
        }
        let columns = header.indices.map { $0 < labels ? "l" : "r" }.joined()
        let caption = ([title] + (note.map { $0.split(separator: "\n").map(String.init) } ?? [])).joined(
            separator: ". ")
        let lines =
            [
                "\\begin{table}", "\\centering", "\\caption{\(Self.latexEscaped(caption)).}",
                "\\begin{tabular}{\(columns)}", "\\toprule", line(header.map(Self.latexEscaped)), "\\midrule",
            ] + body + ["\\bottomrule", "\\end{tabular}", "\\end{table}"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func latex(_ cell: Cell) -> String {
        let text = latexEscaped(cell.shownText)
        return cell.isBest && !text.isEmpty ? "\\textbf{\(text)}" : text
    }

    /// A text in which nothing means anything to LaTeX.
    static func latexEscaped(_ text: String) -> String {
        text.map { latexEscapes[$0] ?? String($0) }.joined()
    }

    private static let latexEscapes: [Character: String] = [
        "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#", "%": "\\%", "_": "\\_",
        "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "<": "\\textless{}", ">": "\\textgreater{}",
        "|": "\\textbar{}", "\"": "\\textquotedbl{}", "\n": " ", "\u{2191}": "$\\uparrow$",
        "\u{2193}": "$\\downarrow$",
    ]
}
