import Foundation
import SSMAnalysis
import SSMReport

/// Figures of maps, each with a caption that states what is shown and how.
struct MapFigures {
    /// A figure and what has to be said of it.
    struct Captioned {
        let figure: Figure
        let caption: String
    }

    /// What the sequence was read with, for titles.
    let title: String
    /// Positions of the sequence.
    let length: Int
    /// Layers up to which curves can be told apart; strips of colour show more.
    private static let mostCurves = 6
    /// The least number of a state that is drawn on a logarithmic scale.
    private static let leastDrawn = 1e-6
    /// The part of the greatest entry from which on entries are drawn.
    private static let floor = 1e-4
    /// The same for curves.
    private static let lineFloor: Float = 1e-5
    /// The ratio of numbers from which on a logarithmic scale has room for two powers of ten.
    private static let leastRatio = 100.0

    // MARK: Matrices

    /// A map over the positions of the sequence; later positions and rows that are not there are white.
    func map(_ map: AttentionMap, name: String, of what: String, label: String, note: String) -> Captioned {
        // Entry by entry: a strategy may have left few rows of many positions, whose square would not fit into memory.
        var means = BlockMeans(rows: length, columns: length)
        let width = map.columnPositions.count
        map.values.withSpan { values in
            for (row, position) in map.rowPositions.enumerated() {
                for (column, earlier) in map.columnPositions.enumerated() where earlier <= position {
                    means.add(abs(values[row * width + column]), row: Int(position), column: Int(earlier))
                }
            }
        }
        return heatMap(means, step: 1, name: name, what: what, label: label, note: note)
    }

    /// A map of block averages.
    func blocks(_ map: BlockMap, of subject: AttentionSubject, shown: MapAverage) -> Captioned {
        let values = (shown == .signed ? map.signed : map.absolute).map { abs($0) }
        // In a block the entries of one channel too can cancel.
        let mean = shown == .signed ? MapAverage.signed : .absolute
        return heatMap(
            BlockMeans(values, rows: map.count, columns: map.count), step: map.blockLength, name: subject.name,
            what: subject.title,
            label: mean.label(ofOneChannel: false),
            note: (map.blockLength > 1 ? "Averages over blocks of \(map.blockLength) positions. " : "") + subject.note)
    }

    /// A map of a square matrix over the sequence, of which each index stands for `step` positions.
    private func heatMap(
        _ means: BlockMeans, step: Int, name: String, what: String, label: String, note: String
    ) -> Captioned {
        let greatest = Double(means.values.lazy.filter(\.isFinite).max() ?? 0)
        let hasRange = greatest > 0
        // What is shown stands in the title: beside the bar there is no room for it.
        let color = ColorScale(isLogarithmic: hasRange, range: hasRange ? (greatest * Self.floor)...greatest : nil)
        func axis(_ label: String) -> MatrixAxis {
            MatrixAxis(label, first: Double(step - 1) / 2, step: Double(step))
        }
        let map = HeatMap(
            means, rowAxis: axis("position that reads"), columnAxis: axis("position that is read"), color: color)
        let coarse = means.width > 1 ? "Drawn as means over cells of \(means.width * step) positions. " : ""
        return Captioned(
            figure: Figure(name: name, title: "\(what): \(label) (\(title))", .heatMap(map)),
            caption: "\(what), \(title): \(label), on a logarithmic scale from 1/10000 of the greatest value, smaller "
                + "ones drawn as that. White: later positions, and positions that have no row. \(coarse)\(note)")
    }

    /// Some rows or columns of a map.
    func lines(
        _ map: AttentionMap, alongColumns: Bool, name: String, of what: String, label: String, gap: String?
    ) -> Captioned {
        let (rows, columns) = (map.rowPositions, map.columnPositions)
        let greatest = map.values.withSpan { values in values.indices.reduce(Float(0)) { max($0, abs(values[$1])) } }
        let curves = map.values.withSpan { values in
            (alongColumns ? rows : columns).enumerated().map { index, position in
                let points = (alongColumns ? columns : rows).enumerated().compactMap { place, along in
                    let entry = abs(
                        values[alongColumns ? index * columns.count + place : place * columns.count + index])
                    let isCausal = alongColumns ? along <= position : along >= position
                    let isShown = isCausal && entry > 0 && entry >= greatest * Self.lineFloor
                    return isShown ? CurveChart.Point(x: Double(along), y: Double(entry)) : nil
                }
                return CurveChart.Curve("\(alongColumns ? "row" : "column") \(position)", points)
            }
        }
        let chart = CurveChart(
            xAxis: FigureAxis(alongColumns ? "position that is read" : "position that reads"),
            yAxis: Self.logarithmicAxis(label, for: curves), curves: curves, showsPoints: false)
        return Captioned(
            figure: Figure(name: name, title: "\(what) (\(title))", .curves(chart)),
            caption: "\(what), \(title): \(label), on a logarithmic scale; entries below 1/100000 of the greatest "
                + "are left out." + (gap.map { " \($0)." } ?? ""))
    }

    /// An axis with a tick at each power of ten that curves pass.
    private static func logarithmicAxis(_ label: String, for curves: [CurveChart.Curve]) -> FigureAxis {
        let heights = curves.lazy.flatMap(\.points).map(\.y)
        guard let low = heights.min(), let high = heights.max(), low > 0 else { return FigureAxis(label) }
        let powers = Int(log10(low).rounded(.down))...Int(log10(high).rounded(.up))
        return FigureAxis(label, scale: .log10, ticks: powers.map { pow(10, Double($0)) })
    }

    // MARK: Along layers and positions

    /// Mean distance by layer.
    func distances(_ distances: [MeanDistance]) -> Captioned {
        let points = distances.map { distance in
            let spread = Quantiles(distance.perChannel)
            return CurveChart.Point(
                x: Double(distance.layer), y: distance.mean, band: spread.map { $0.lowerQuartile...$0.upperQuartile })
        }
        let chart = CurveChart(
            xAxis: FigureAxis("layer", ticks: distances.count <= 32 ? distances.map { Double($0.layer) } : []),
            yAxis: FigureAxis("mean distance in positions"),
            curves: [CurveChart.Curve("mean", points)])
        return Captioned(
            figure: Figure(name: "mean-distance", title: "How far the last row looks back (\(title))", .curves(chart)),
            caption: "Mean distance of the last row, \(title): mean over the channels of the sum of distance times |α| "
                + "over the sum of |α|; the band holds the middle half of the channels.")
    }

    /// Steps of all layers along the sequence.
    func steps(_ strips: [StepStrip]) -> Captioned {
        var marks: [StripChart.Marks] = []
        var before: [StepStrip.Fate]?
        for strip in strips where strip.fates != before && strip.fates.contains(where: { $0 != .kept }) {
            func marked(_ fate: StepStrip.Fate, _ word: String) {
                let places = strip.fates.indices.filter { strip.fates[$0] == fate }.map(Double.init)
                if !places.isEmpty { marks.append(StripChart.Marks("\(word), layer \(strip.layer)", at: places)) }
            }
            if strip.fates.contains(.dropped) { marked(.kept, "kept") }
            marked(.chosen, "chosen")
            before = strip.fates
        }
        let values = strips.lazy.flatMap(\.steps).filter(\.isFinite)
        let (low, high) = (Double(values.filter { $0 > 0 }.min() ?? 0), Double(values.max() ?? 0))
        let isLogarithmic = low > 0 && high > low * Self.leastRatio
        let range = isLogarithmic ? max(low, high * Self.floor)...high : nil
        let chart = StripChart(
            axis: MatrixAxis("position"), strips: strips.map { StripChart.Strip("layer \($0.layer)", $0.steps) },
            marks: marks,
            color: ColorScale(map: .cividis, isLogarithmic: isLogarithmic, range: range))
        return Captioned(
            figure: Figure(name: "steps", title: "Mean step along the sequence (\(title))", .strips(chart)),
            caption:
                "Steps, \(title): mean over the channels\(isLogarithmic ? ", on a logarithmic scale" : ""). White: "
                + "positions without a row. Marks: rows that were kept where others were dropped, and rows that a strategy made up."
        )
    }

    /// Norm of the state along the sequence.
    func stateNorms(_ traces: [StateTrace]) -> Captioned {
        let content = along(traces, label: "norm of the state", needle: traces.first?.needleSpan) { $0.norm }
        return Captioned(
            figure: Figure(name: "state-norm", title: "Norm of the state (\(title))", content),
            caption: "Norm of the state over channels and states, \(title), on a logarithmic scale.")
    }

    /// The needle's share of the state along the sequence; nil where no layer holds anything of it.
    func needleShares(_ traces: [StateTrace]) -> Captioned? {
        guard let needle = traces.first?.needleSpan,
            traces.contains(where: { $0.points.contains { ($0.share ?? 0) > Self.leastDrawn } })
        else { return nil }
        let label = "the needle's part of the state"
        let content = along(traces, label: label, needle: needle) { $0.share }
        return Captioned(
            figure: Figure(name: "needle-content", title: "What is left of the needle (\(title))", content),
            caption: "Norm of what the rows at positions \(needle.lowerBound)-\(needle.upperBound) left in the "
                + "state over the norm of the state, \(title), on a logarithmic scale from 1/1000000. Parts of different "
                + "rows may cancel, so that the share can pass 1.")
    }

    /// A number of each state along the sequence: curves of a few layers, strips of many.
    private func along(
        _ traces: [StateTrace], label: String, needle: ClosedRange<Int>?, _ number: (StateTrace.Point) -> Double?
    ) -> Figure.Content {
        let series = traces.map { trace in
            trace.points.compactMap { point in
                number(point).flatMap { $0 > Self.leastDrawn ? (x: Double(point.position), y: $0) : nil }
            }
        }
        if traces.count <= Self.mostCurves {
            let curves = zip(traces, series).map { trace, points in
                CurveChart.Curve("layer \(trace.layer)", points.map { CurveChart.Point(x: $0.x, y: $0.y) })
            }
            let references = needle.map { needle in
                [CurveChart.Reference("needle", at: Double(needle.lowerBound), isVertical: true)]
            }
            return .curves(
                CurveChart(
                    xAxis: FigureAxis("position", range: 0...Double(max(length, 2) - 1)),
                    yAxis: Self.logarithmicAxis(label, for: curves), curves: curves, references: references ?? [],
                    showsPoints: false))
        }
        // A strip holds a value a position up to the next point, because points of layers differ in their places.
        let strips = zip(traces, series).map { trace, points in
            var values = Array(repeating: Float.nan, count: length)
            var start = 0
            for point in points {
                let end = min(Int(point.x) + 1, length)
                for position in start..<max(start, end) { values[position] = Float(point.y) }
                start = max(start, end)
            }
            return StripChart.Strip("layer \(trace.layer)", values)
        }
        let finite = series.joined().map(\.y)
        let range = finite.min().flatMap { low in finite.max().flatMap { $0 > low * Self.leastRatio ? low...$0 : nil } }
        let marks = needle.map { [StripChart.Marks("needle", at: $0.map(Double.init))] } ?? []
        return .strips(
            StripChart(
                axis: MatrixAxis("position"), strips: strips, marks: marks,
                color: ColorScale(isLogarithmic: range != nil, range: range)))
    }
}
