/// An axis of a figure.
package struct FigureAxis: Sendable, Hashable {
    /// How numbers become places.
    package enum Scale: Sendable, Hashable {
        case linear
        /// Doubling is a step: for lengths.
        case log2
        case log10
    }

    /// What the numbers are.
    package var label: String
    /// How numbers become places.
    package var scale: Scale
    /// The ends; nil for those of the data.
    package var range: ClosedRange<Double>?
    /// Where numbers stand; none for round numbers.
    package var ticks: [Double]

    /// An axis.
    package init(
        _ label: String, scale: Scale = .linear, range: ClosedRange<Double>? = nil, ticks: [Double] = []
    ) {
        self.label = label
        self.scale = scale
        self.range = range
        self.ticks = ticks
    }

    /// The settings of the axis `name`, which is x or y.
    func settings(of name: String) -> [String] {
        var lines = ["set \(name)label \(GnuplotScript.quoted(label))"]
        switch scale {
        case .linear: break
        case .log2: lines.append("set logscale \(name) 2")
        case .log10: lines.append("set logscale \(name) 10")
        }
        if let range {
            // A tick at the very end of a logarithmic axis can fall off it by rounding.
            let slack = scale == .linear ? 1 : 1.0001
            lines.append("set \(name)range [\(range.lowerBound / slack):\(range.upperBound * slack)]")
        }
        if !ticks.isEmpty {
            let places = ticks.map { "'\(NumberText.short($0))' \($0)" }
            lines.append("set \(name)tics (\(places.joined(separator: ", ")))")
        }
        return lines
    }
}
