/// Sequences of numbers as strips of colour below one another, with rows of marks below them.
package struct StripChart: Sendable, Hashable {
    /// A strip.
    package struct Strip: Sendable, Hashable {
        /// What stands beside it.
        package var name: String
        /// The values, from left to right; those that are not finite are left white.
        package var values: [Float]

        /// A strip.
        package init(_ name: String, _ values: [Float]) {
            self.name = name
            self.values = values
        }
    }

    /// Marks in a row, such as the rows that a strategy kept.
    package struct Marks: Sendable, Hashable {
        /// What stands beside them.
        package var name: String
        /// Where they are on the axis.
        package var places: [Double]

        /// Marks.
        package init(_ name: String, at places: [Double]) {
            self.name = name
            self.places = places
        }
    }

    /// What the index in a strip stands for.
    package let axis: MatrixAxis
    /// The strips, from the top.
    package let strips: [Strip]
    /// The rows of marks below them.
    package let marks: [Marks]
    /// How values become colours.
    package let color: ColorScale
    /// The number of values of the longest strip, before it is drawn coarser.
    private let length: Int
    /// The values of the file are as many neighbours wide.
    private let block: Int

    /// A chart.
    ///
    /// Strips of more than 1,500 values are drawn coarser: the mean of the finite values of some neighbours is one value.
    ///
    /// - Precondition: at least one strip, none of them empty.
    package init(axis: MatrixAxis, strips: [Strip], marks: [Marks] = [], color: ColorScale) {
        precondition(!strips.isEmpty && strips.allSatisfy { !$0.values.isEmpty }, "StripChart: an empty strip")
        length = strips.map(\.values.count).max() ?? 0
        let block = (length + Self.mostValues - 1) / Self.mostValues
        self.block = block
        self.axis = axis
        self.strips = strips.map { Strip($0.name, Self.means(of: $0.values, block: block)) }
        self.marks = marks
        self.color = color
    }

    private static let mostValues = 1500

    private static func means(of values: [Float], block: Int) -> [Float] {
        guard block > 1 else { return values }
        return stride(from: 0, to: values.count, by: block).map { start in
            let finite = values[start..<min(start + block, values.count)].filter(\.isFinite)
            return finite.isEmpty ? .nan : Float(finite.reduce(0.0) { $0 + Double($1) } / Double(finite.count))
        }
    }
}

extension StripChart {
    /// A matrix a strip, its row twice because an image needs two; then a block a row of marks.
    var data: String {
        let matrices = strips.map { strip in
            let cells = strip.values.map(GnuplotScript.number)
            let line = (cells.count == 1 ? cells + cells : cells).joined(separator: " ") + "\n"
            return "# \(GnuplotScript.commented(strip.name))\n" + line + line
        }
        let blocks = marks.map { marks in
            // A block without a line would not count; what is not a number is not drawn.
            let places = marks.places.isEmpty ? [.nan] : marks.places
            return "# \(GnuplotScript.commented(marks.name))\n"
                + places.map { GnuplotScript.number($0) + "\n" }.joined()
        }
        return (matrices + blocks).joined(separator: "\n\n")
    }

    var settings: [String] {
        let names = (strips.map(\.name) + marks.map(\.name)).enumerated()
            .map { "\(GnuplotScript.quoted($0.element)) \($0.offset)" }
        let ends = [-0.5, Double(length) - 0.5].map { axis.first + axis.step * $0 }
        return color.settings(for: range) + [
            "unset key", "unset grid", "set border 1",
            // The bar is as low as the strips: there is room for its two ends.
            "set cbtics (\(rangeEnds))",
            "set xlabel \(GnuplotScript.quoted(axis.label))", "set xrange [\(ends[0]):\(ends[1])]",
            "set ytics scale 0 (\(names.joined(separator: ", ")))",
            "set yrange [\(Double(strips.count + marks.count) - 0.5):-0.5]",
        ]
    }

    func plots(of file: String) -> [String] {
        let value = color.isLogarithmic ? "($3 < \(range.lowerBound) ? \(range.lowerBound) : $3)" : "3"
        let images = strips.enumerated().map { index, strip in
            let coarse = axis.coarser(by: block)
            let place =
                strip.values.count == 1
                ? "\(coarse.first - coarse.step / 4) + \(coarse.step / 2) * $1"
                : "\(coarse.first) + \(coarse.step) * $1"
            return "\(file) matrix index \(index) using (\(place)):(\(index) + 0.42 * ($2 - 0.5)):\(value) "
                + "with image notitle"
        }
        let ticks = marks.indices.map { row in
            "\(file) index \(strips.count + row) using 1:(\(strips.count + row) - 0.35):(0):(0.7) "
                + "with vectors nohead lw 1 lc rgb '#303030' notitle"
        }
        return images + ticks
    }

    /// The ends of the range, as ticks of the bar.
    private var rangeEnds: String {
        [range.lowerBound, range.upperBound]
            .map { "\(GnuplotScript.quoted(NumberText.significant($0))) \($0)" }.joined(separator: ", ")
    }

    private var range: ClosedRange<Double> { color.range(of: strips.lazy.flatMap(\.values)) }
}
