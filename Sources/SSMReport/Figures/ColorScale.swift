/// How numbers become colours.
package struct ColorScale: Sendable, Hashable {
    /// The colours.
    package var map: ColorMap
    /// Whether equal ratios, and not equal differences, are equal steps of colour.
    package var isLogarithmic: Bool
    /// The numbers of the first and the last colour; nil for those of the data.
    package var range: ClosedRange<Double>?
    /// What the numbers are.
    package var label: String

    /// A scale.
    ///
    /// - Precondition: the range of a logarithmic scale is above zero.
    package init(
        _ label: String = "", map: ColorMap = .viridis, isLogarithmic: Bool = false,
        range: ClosedRange<Double>? = nil
    ) {
        precondition(!isLogarithmic || (range?.lowerBound ?? 1) > 0, "ColorScale: a logarithmic range above zero")
        self.label = label
        self.map = map
        self.isLogarithmic = isLogarithmic
        self.range = range
    }

    /// The range for some numbers: one with an inside, on both sides of zero for a map that diverges.
    func range(of values: some Sequence<Float>) -> ClosedRange<Double> {
        if let range { return range }
        var (low, high) = (Double.infinity, -Double.infinity)
        for value in values where value.isFinite && (!isLogarithmic || value > 0) {
            low = min(low, Double(value))
            high = max(high, Double(value))
        }
        guard low <= high else { return isLogarithmic ? 0.1...1 : 0...1 }
        if isLogarithmic { return low < high ? low...high : low / 2...high * 2 }
        if map == .diverging {
            let greatest = max(abs(low), abs(high))
            return greatest > 0 ? -greatest...greatest : -1...1
        }
        let margin = max(abs(low), 1) / 2
        return low < high ? low...high : low - margin...high + margin
    }

    /// The settings of the colours and of their bar.
    func settings(for range: ClosedRange<Double>) -> [String] {
        [
            map.setting,
            "set cblabel \(GnuplotScript.quoted(label))",
            "set cbrange [\(range.lowerBound):\(range.upperBound)]",
            "set colorbox noborder",
        ] + (isLogarithmic ? ["set logscale cb 10", "set format cb '%g'"] : [])
    }
}
