/// Curves with bands over one axis.
package struct CurveChart: Sendable, Hashable {
    /// A point of a curve.
    package struct Point: Sendable, Hashable {
        /// Where it is.
        package var x: Double
        /// How high it is.
        package var y: Double
        /// The band around it; nil for none.
        package var band: ClosedRange<Double>?

        /// A point.
        package init(x: Double, y: Double, band: ClosedRange<Double>? = nil) {
            self.x = x
            self.y = y
            self.band = band
        }
    }

    /// A curve.
    package struct Curve: Sendable, Hashable {
        /// Its name in the key.
        package var name: String
        /// Its points, from left to right.
        package var points: [Point]
        /// Whether it is there to compare the others with, such as chance: grey and dashed.
        package var isReference: Bool

        /// A curve.
        package init(_ name: String, _ points: [Point], isReference: Bool = false) {
            self.name = name
            self.points = points
            self.isReference = isReference
        }
    }

    /// A line across the figure, such as chance or the training length.
    package struct Reference: Sendable, Hashable {
        /// What stands beside it.
        package var label: String
        /// Where it stands on the axis that it crosses.
        package var place: Double
        /// Whether it is upright.
        package var isVertical: Bool

        /// A line.
        package init(_ label: String, at place: Double, isVertical: Bool) {
            self.label = label
            self.place = place
            self.isVertical = isVertical
        }
    }

    /// The horizontal axis.
    package var xAxis: FigureAxis
    /// The vertical axis.
    package var yAxis: FigureAxis
    /// The curves; those without points are left out.
    package var curves: [Curve]
    /// Lines across the figure.
    package var references: [Reference]
    /// Whether each point has a dot.
    package var showsPoints: Bool

    /// A chart.
    package init(
        xAxis: FigureAxis, yAxis: FigureAxis, curves: [Curve], references: [Reference] = [], showsPoints: Bool = true
    ) {
        self.xAxis = xAxis
        self.yAxis = yAxis
        self.curves = curves.filter { !$0.points.isEmpty }
        self.references = references
        self.showsPoints = showsPoints
    }
}

extension CurveChart {
    /// A block a curve: x, y and the ends of the band.
    var data: String {
        let blocks = curves.map { curve in
            let lines = curve.points.map { point in
                [point.x, point.y, point.band?.lowerBound ?? .nan, point.band?.upperBound ?? .nan]
                    .map(GnuplotScript.number).joined(separator: " ")
            }
            return "# \(GnuplotScript.commented(curve.name))\n" + lines.joined(separator: "\n") + "\n"
        }
        return "# x y low high\n" + blocks.joined(separator: "\n\n")
    }

    var settings: [String] {
        let lines = references.enumerated().flatMap { index, line -> [String] in
            let place = GnuplotScript.number(line.place)
            let (from, to, text) =
                line.isVertical
                ? ("first \(place), graph 0", "first \(place), graph 1", "first \(place), graph 0.97 offset 0.6,0")
                : (
                    "graph 0, first \(place)", "graph 1, first \(place)",
                    "graph 0.99, first \(place) right offset 0,0.5"
                )
            return [
                "set arrow \(index + 1) from \(from) to \(to) nohead dt 2 lc rgb '#8a8a8a'",
                "set label \(index + 1) \(GnuplotScript.quoted(line.label)) at \(text) font ',11' tc rgb '#606060'",
            ]
        }
        return ["set key outside right center Left reverse maxcols 1 samplen 1.6 spacing 1.25 width 1"]
            + xAxis.settings(of: "x") + yAxis.settings(of: "y") + lines
    }

    /// The most curves that have bands: those of more hide one another, and the curves.
    static var mostBands: Int { colors.count }

    /// A height at which each curve has a line of the key: in several columns the key would leave no room for the curves.
    var naturalHeight: Int { max(400, 110 + 26 * curves.count) }

    func plots(of file: String) -> [String] {
        let hasBands = curves.count { !$0.isReference } <= Self.mostBands
        return curves.enumerated().flatMap { index, curve -> [String] in
            if curve.isReference {
                let line = "dt 2 lw 1.5 lc rgb '#8a8a8a' title \(GnuplotScript.quoted(curve.name))"
                return ["\(file) index \(index) using 1:2 with lines \(line)"]
            }
            let color = Self.colors[index % Self.colors.count]
            // Beyond the last colour, the kind of line tells curves apart.
            let dash = index / Self.colors.count + 1
            let line = "lw 2 dt \(dash) lc rgb '#\(color)' title \(GnuplotScript.quoted(curve.name))"
            let dots = "with linespoints pt \(Self.dots[index % Self.dots.count]) ps 0.7"
            let band =
                "\(file) index \(index) using 1:3:4 with filledcurves fc rgb '#\(color)' "
                + "fs transparent solid 0.13 noborder notitle"
            let bands = hasBands && curve.points.contains { $0.band != nil } ? [band] : []
            return bands + ["\(file) index \(index) using 1:2 \(showsPoints ? dots : "with lines") \(line)"]
        }
    }

    /// Colours that people with colour-blindness can tell apart.
    ///
    /// - Source: Okabe and Ito, with the yellow darkened, so that it stands on white.
    private static let colors = [
        "0072b2", "d55e00", "009e73", "cc79a7", "e69f00", "56b4e9", "8c7a00", "3d3d3d",
    ]
    private static let dots = [7, 5, 9, 13, 11]
}
