/// A matrix as an image, the first row at the top.
package struct HeatMap: Sendable, Hashable {
    /// What the first index stands for.
    package let rowAxis: MatrixAxis
    /// What the second index stands for.
    package let columnAxis: MatrixAxis
    /// The number of rows.
    package let rows: Int
    /// The number of columns.
    package let columns: Int
    /// The values, row after row; those that are not finite are left white.
    package let values: [Float]
    /// How values become colours.
    package let color: ColorScale
    /// Whether cells are square; otherwise the matrix fills the figure.
    package let isSquare: Bool

    /// A map of a matrix by the means of its blocks, so that a large one is drawn coarser; the axes are those of the matrix.
    package init(
        _ means: BlockMeans, rowAxis: MatrixAxis, columnAxis: MatrixAxis, color: ColorScale, isSquare: Bool = true
    ) {
        self.rowAxis = rowAxis.coarser(by: means.height)
        self.columnAxis = columnAxis.coarser(by: means.width)
        rows = means.rows
        columns = means.columns
        values = means.values
        self.color = color
        self.isSquare = isSquare
    }
}

extension HeatMap {
    /// The matrix, a row a line; of one row or one column twice, because an image needs two.
    var data: String {
        var text = "# \(rows) rows, \(columns) columns\n"
        for row in 0..<rows {
            let cells = values[row * columns..<(row + 1) * columns].map(GnuplotScript.number)
            let line = (columns == 1 ? cells + cells : cells).joined(separator: " ") + "\n"
            text += rows == 1 ? line + line : line
        }
        return text
    }

    var settings: [String] {
        let ratio = Double(rows) / Double(columns)
        return color.settings(for: range) + (isSquare ? ["set size ratio \(ratio)"] : [])
            + [
                "unset key", "unset grid",
                "set xlabel \(GnuplotScript.quoted(columnAxis.label))",
                "set ylabel \(GnuplotScript.quoted(rowAxis.label))",
                "set xrange [\(edge(columnAxis, before: 0)):\(edge(columnAxis, before: columns))]",
                "set yrange [\(edge(rowAxis, before: rows)):\(edge(rowAxis, before: 0))]",
            ]
    }

    func plots(of file: String) -> [String] {
        let value = color.isLogarithmic ? "($3 < \(range.lowerBound) ? \(range.lowerBound) : $3)" : "3"
        let places = "(\(place(columnAxis, "$1", count: columns))):(\(place(rowAxis, "$2", count: rows)))"
        return ["\(file) matrix using \(places):\(value) with image notitle"]
    }

    func naturalHeight(ofWidth width: Int) -> Int {
        guard isSquare else { return 380 }
        let inner = Double(width) - 150
        return Int(min(max(inner * Double(rows) / Double(columns), 60), inner * 1.5)) + 80
    }

    private var range: ClosedRange<Double> { color.range(of: values) }

    /// The edge of the figure before a row or column.
    private func edge(_ axis: MatrixAxis, before index: Int) -> Double {
        axis.first + axis.step * (Double(index) - 0.5)
    }

    /// The place of an index of the file, where a single row or column stands twice, half as wide.
    private func place(_ axis: MatrixAxis, _ index: String, count: Int) -> String {
        count == 1
            ? "\(axis.first - axis.step / 4) + \(axis.step / 2) * \(index)" : "\(axis.first) + \(axis.step) * \(index)"
    }
}
