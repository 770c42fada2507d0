import Foundation
import SSMAnalysis
import SSMRecord

/// How far layers look back from the last row, and what is left of the evidence in their last states, by length: a figure
/// of each for each layer, in it a curve a column.
struct ReachFigures: Sendable {
    /// The figures, layer by layer.
    let figures: [Figure]
    /// What they are of.
    let note: String

    /// The most layers that are drawn, evenly spaced; tables have all.
    private static let mostLayers = 4
    /// The ratio of two values above which small ones cannot be seen on a linear scale.
    private static let leastRatio = 8.0

    /// The figures of an evaluation; nil where no reach was measured, or at one length only.
    ///
    /// - Parameter stem: what the names of files begin with.
    init?(_ evaluation: EvaluationResults, stem: String) {
        let diagnosed = evaluation.diagnosed
        let measured = diagnosed.flatMap(\.lengths).filter { $0.reach?.isEmpty == false }
        let lengths = Set(measured.map(\.length)).sorted()
        guard lengths.count > 1, let seed = diagnosed.first?.seed else { return nil }
        let layers = Set(measured.flatMap { $0.reach ?? [] }.map(\.layer)).sorted()
        let shown = layers.spread(over: Self.mostLayers)
        let contexts = NumberText.counted(measured.map(\.contexts).max() ?? 0, "context")
        let omission = shown.count < layers.count ? " \(shown.count) of \(layers.count) layers; the table has all." : ""
        let shape = diagnosed.count > CurveChart.mostBands ? "Median" : "Median and middle half"
        note = "\(shape) of \(contexts) of each length, seed \(seed).\(omission)"
        figures = shown.flatMap { layer -> [Figure] in
            let distances = Self.curves(of: diagnosed, layer) { $0.meanDistance }
            let alike = lengths.map { CurveChart.Point(x: Double($0), y: Double($0 - 1) / 2) }
            let shares = Self.curves(of: diagnosed, layer) { $0.evidenceShare }
            return [
                Self.figure(
                    "\(stem)-reach-\(layer)-distance", "How far layer \(layer) looks back, \(evaluation.subject)",
                    FigureAxis("mean distance (positions)", scale: .log2), leastRatio: 1,
                    distances + [.init("all alike", alike, isReference: true)], lengths),
                Self.figure(
                    "\(stem)-reach-\(layer)-evidence",
                    "What the last state of layer \(layer) keeps of the evidence, \(evaluation.subject)",
                    FigureAxis("share of the state's norm", scale: .log10), leastRatio: Self.leastRatio, shares, lengths
                ),
            ].compactMap(\.self)
        }
    }

    /// A number of a layer by length, a curve a column.
    private static func curves(
        of columns: [ColumnDiagnostics], _ layer: Int, _ number: (MemoryReach) -> Quantiles?
    ) -> [CurveChart.Curve] {
        columns.map { column in
            let points = column.lengths.sorted { $0.length < $1.length }.compactMap { seen -> CurveChart.Point? in
                guard let found = seen.reach?.first(where: { $0.layer == layer }).flatMap(number) else { return nil }
                let (low, high) = (found.lowerQuartile, found.upperQuartile)
                return CurveChart.Point(
                    x: Double(seen.length), y: found.median, band: min(low, high)...max(low, high))
            }
            return CurveChart.Curve(column.column, points)
        }
    }

    /// Curves over the lengths; on the scale of the axis where values are far apart, from 0 otherwise; nil without points.
    private static func figure(
        _ name: String, _ title: String, _ axis: FigureAxis, leastRatio: Double, _ curves: [CurveChart.Curve],
        _ lengths: [Int]
    ) -> Figure? {
        let points = curves.lazy.filter { !$0.isReference }.flatMap(\.points)
        let ends = points.flatMap { [$0.y, $0.band?.lowerBound, $0.band?.upperBound].compactMap(\.self) }
        guard let least = ends.min(), let greatest = ends.max() else { return nil }
        var axis = axis
        if least <= 0 || greatest < leastRatio * least {
            axis.scale = .linear
            axis.range = 0...max(greatest * 1.05, 1e-6)
        } else if axis.scale == .log10 {
            let powers = Int(log10(least).rounded(.down))...Int(log10(greatest).rounded(.up))
            axis.ticks = powers.map { pow(10, Double($0)) }
        }
        let chart = CurveChart(
            xAxis: FigureAxis(
                "length of the context in tokens", scale: .log2,
                range: Double(lengths[0])...Double(lengths[lengths.count - 1]), ticks: lengths.map(Double.init)),
            yAxis: axis, curves: curves)
        return Figure(name: name, title: title, .curves(chart), width: 640, height: max(384, chart.naturalHeight - 16))
    }
}

extension [Int] {
    /// At most so many of them, evenly spaced, with the first and the last.
    ///
    /// - Precondition: `most` is at least 2.
    fileprivate func spread(over most: Int) -> [Int] {
        guard count > most else { return self }
        return (0..<most).map { self[$0 * (count - 1) / (most - 1)] }
    }
}
