/// A few cells with their numbers in them, such as scores by length and depth.
package struct CellMap: Sendable, Hashable {
    /// A cell.
    package struct Cell: Sendable, Hashable {
        /// What its colour says.
        package var value: Double
        /// What stands in it.
        package var text: String
        /// What stands below that, smaller.
        package var note: String

        /// A cell.
        package init(_ value: Double, text: String, note: String = "") {
            self.value = value
            self.text = text
            self.note = note
        }
    }

    /// What the rows are.
    package let rowLabel: String
    /// What the columns are.
    package let columnLabel: String
    /// The names of the rows, from the top.
    package let rowNames: [String]
    /// The names of the columns, from the left.
    package let columnNames: [String]
    /// The cells of each row; nil for one without a number.
    package let cells: [[Cell?]]
    /// How values become colours.
    package let color: ColorScale

    /// A map.
    ///
    /// - Precondition: a row of cells for each name of a row, each as long as there are names of columns.
    package init(
        rowLabel: String, columnLabel: String, rowNames: [String], columnNames: [String], cells: [[Cell?]],
        color: ColorScale
    ) {
        precondition(
            cells.count == rowNames.count && cells.allSatisfy { $0.count == columnNames.count },
            "CellMap: cells for \(rowNames.count) rows and \(columnNames.count) columns")
        self.rowLabel = rowLabel
        self.columnLabel = columnLabel
        self.rowNames = rowNames
        self.columnNames = columnNames
        self.cells = cells
        self.color = color
    }
}

extension CellMap {
    /// A line a cell: column, row, value, text, note and colour of the text.
    var data: String {
        var text = "# column row value text note text-color\n"
        let range = range
        for (row, cells) in cells.enumerated() {
            for (column, cell) in cells.enumerated() {
                guard let cell, cell.value.isFinite else { continue }
                let place = (cell.value - range.lowerBound) / (range.upperBound - range.lowerBound)
                let fields = [
                    "\(column)", "\(row)", "\(cell.value)", GnuplotScript.field(cell.text),
                    GnuplotScript.field(cell.note), color.map.textColor(at: place),
                ]
                text += fields.joined(separator: " ") + "\n"
            }
        }
        return text
    }

    var settings: [String] {
        color.settings(for: range) + [
            "unset key", "unset grid", "unset colorbox", "unset border", "set tics scale 0",
            "set xlabel \(GnuplotScript.quoted(columnLabel))", "set ylabel \(GnuplotScript.quoted(rowLabel))",
            "set xtics (\(Self.places(columnNames)))", "set ytics (\(Self.places(rowNames)))",
            "set xrange [-0.5:\(Double(columnNames.count) - 0.5)]", "set yrange [\(Double(rowNames.count) - 0.5):-0.5]",
        ]
    }

    func plots(of file: String) -> [String] {
        let boxes = "\(file) using 1:2:(0.48):(0.47):3 with boxxyerror lc palette fs solid 1 noborder notitle"
        let hasNotes = cells.joined().contains { $0?.note.isEmpty == false }
        let texts =
            "\(file) using 1:2:4:6 with labels tc rgb variable font ',15' offset 0,\(hasNotes ? 0.4 : 0) notitle"
        let notes = "\(file) using 1:2:5:6 with labels tc rgb variable font ',11' offset 0,-0.7 notitle"
        return [boxes, texts] + (hasNotes ? [notes] : [])
    }

    private var range: ClosedRange<Double> {
        color.range(of: cells.joined().lazy.compactMap { $0.map { Float($0.value) } })
    }

    private static func places(_ names: [String]) -> String {
        names.enumerated().map { "\(GnuplotScript.quoted($0.element)) \($0.offset)" }.joined(separator: ", ")
    }
}
