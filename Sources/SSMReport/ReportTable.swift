/// A table of texts that can be written in several forms.
package struct ReportTable: Sendable, Hashable {
    /// One cell.
    package struct Cell: Sendable, Hashable, ExpressibleByStringLiteral {
        /// The text, on one line.
        package let text: String
        /// Whether the cell is the best of its kind.
        package var isBest: Bool
        /// Whether it says what the cell above says: a page shows it faintly, other forms leave it empty.
        package var isRepeated: Bool
        /// The number that the text stands for, where the text alone does not sort: `12.3k`, `1.9 s`.
        package var number: Double?
        /// What is known of the difference to the baseline; nil where nothing is said of it.
        package var verdict: DifferenceVerdict?

        /// A cell.
        package init(
            _ text: String, isBest: Bool = false, isRepeated: Bool = false, number: Double? = nil,
            verdict: DifferenceVerdict? = nil
        ) {
            self.text = text.onOneLine
            self.isBest = isBest
            self.isRepeated = isRepeated
            self.number = number
            self.verdict = verdict
        }

        /// The text with the verdict before it, so that numbers stay below one another; empty where it is repeated.
        var shownText: String { isRepeated ? "" : (verdict.map { $0.arrow + " " } ?? "") + text }

        package init(stringLiteral value: String) {
            self.init(value)
        }
    }

    /// What the table shows, on one line.
    package let title: String
    /// The heads of the columns, each on one line.
    package let header: [String]
    /// How many columns are flush left; the others are flush right.
    package var labels: Int
    /// What the heads mean, or nil when they say it themselves.
    package var note: String?
    /// The rows, each as long as the header.
    package private(set) var rows: [[Cell]] = []
    /// The rows that begin a group, apart from the first.
    package private(set) var groupStarts: Set<Int> = []

    /// A table without rows.
    package init(title: String, header: [String], labels: Int = 1, note: String? = nil) {
        self.title = title.onOneLine
        self.header = header.map(\.onOneLine)
        self.labels = labels
        self.note = note
    }

    /// Begins a group of rows: in a text an empty line stands before it.
    package mutating func beginGroup() {
        if !rows.isEmpty { groupStarts.insert(rows.count) }
    }

    /// Adds a row.
    ///
    /// - Precondition: the row is as long as the header.
    package mutating func append(_ row: [Cell]) {
        precondition(row.count == header.count, "table row of \(row.count) cells under \(header.count) heads")
        rows.append(row)
    }

    /// The table in aligned columns; the best cells are bold on a terminal only.
    package func text(isTerminal: Bool) -> String {
        let widths = header.indices.map { column in
            ([header[column]] + rows.map { $0[column].shownText }).map(\.count).max() ?? 0
        }
        func line(_ cells: [Cell]) -> String {
            let parts = cells.indices.map { column -> String in
                let text = cells[column].shownText
                let padding = String(repeating: " ", count: widths[column] - text.count)
                let shown = isTerminal && cells[column].isBest ? "\u{1B}[1m\(text)\u{1B}[0m" : text
                return column < labels ? shown + padding : padding + shown
            }
            return parts.joined(separator: "  ").trimmingTrailingSpaces
        }
        let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
        let body = rows.indices.flatMap { row in
            groupStarts.contains(row) ? ["", line(rows[row])] : [line(rows[row])]
        }
        let lines = [line(header.map { Cell($0) }), rule] + body
        return title + "\n\n" + lines.joined(separator: "\n") + "\n" + noteText
    }

    private var noteText: String { note.map { "\n\($0)\n" } ?? "" }

    /// The table in Markdown; the best cells are bold.
    package var markdown: String {
        func line(_ cells: [String]) -> String {
            "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }
        let rule = "|" + header.indices.map { $0 < labels ? " :-- |" : " --: |" }.joined()
        let body = rows.map { row in
            line(row.map { $0.isBest && !$0.shownText.isEmpty ? "**\($0.shownText)**" : $0.shownText })
        }
        return "**\(title)**\n\n" + ([line(header), rule] + body).joined(separator: "\n") + "\n" + noteText
    }

    /// The table as comma-separated values.
    ///
    /// - Source: RFC 4180, with line feeds alone.
    package var csv: String {
        func line(_ cells: [String]) -> String { cells.map(Self.csvField).joined(separator: ",") }
        return ([line(header)] + rows.map { line($0.map(\.text)) }).joined(separator: "\n") + "\n"
    }

    private static func csvField(_ text: String) -> String {
        let needsQuotes = text.utf8.contains { byte in
            byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
                || byte == UInt8(ascii: "\r")
        }
        return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        guard let last = lastIndex(where: { $0 != " " }) else { return "" }
        return String(self[...last])
    }
}
