/// A table as the page shows it.
struct TableView {
    /// The head of a column.
    struct Head {
        let text: String
        let isLabel: Bool
    }

    /// A row.
    struct Row {
        let startsGroup: Bool
        let cells: [Cell]
    }

    /// A cell.
    struct Cell {
        let text: String
        /// Its classes.
        let kind: String
        /// What it sorts by, where the text does not say it.
        let number: String?
        let arrow: String?
        let isBest: Bool
    }

    /// A line below the table.
    struct Note {
        let line: String
    }

    let title: String
    let heads: [Head]
    let rows: [Row]
    let hasNotes: Bool
    let notes: [Note]

    init(_ table: ReportTable) {
        title = table.title
        heads = table.header.enumerated().map { Head(text: $0.element, isLabel: $0.offset < table.labels) }
        rows = table.rows.enumerated().map { index, cells in
            Row(
                startsGroup: table.groupStarts.contains(index),
                cells: cells.enumerated().map { column, cell in
                    let kinds = [
                        column < table.labels ? "label" : nil, cell.isRepeated ? "repeated" : nil,
                        cell.verdict?.rawValue,
                    ]
                    return Cell(
                        text: cell.text, kind: kinds.compactMap(\.self).joined(separator: " "),
                        number: cell.number.map { "\($0)" }, arrow: cell.verdict?.arrow,
                        isBest: cell.isBest && !cell.text.isEmpty)
                })
        }
        notes = table.note?.split(separator: "\n").map { Note(line: String($0)) } ?? []
        hasNotes = !notes.isEmpty
    }
}
