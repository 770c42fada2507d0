import SSMRecord

/// The figures of one evaluation.
struct EvaluationFigures {
    private let evaluation: EvaluationResults
    private let columns: [String]
    private let lengths: [Int]
    /// What the names of files begin with.
    private let stem: String

    /// - Parameter number: the place of the evaluation among those of the experiment, from 1.
    init(_ evaluation: EvaluationResults, number: Int) {
        self.evaluation = evaluation
        columns = evaluation.columns
        lengths = evaluation.lengths
        stem = "\(number)-\(evaluation.task)"
    }

    /// Accuracy by length, a curve a column; nil where there is one length.
    var curves: Figure? {
        guard lengths.count > 1 else { return nil }
        let chance = evaluation.pooled.filter { $0.column == columns.first }.sorted { $0.length < $1.length }
            .map { CurveChart.Point(x: Double($0.length), y: $0.chance) }
        return Figure(
            name: "\(stem)-accuracy", title: "Accuracy by length, \(evaluation.subject)",
            .curves(
                CurveChart(
                    xAxis: FigureAxis(
                        "length of the context in tokens", scale: .log2,
                        range: Double(lengths[0])...Double(lengths[lengths.count - 1]), ticks: lengths.map(Double.init)),
                    yAxis: FigureAxis("accuracy", range: 0...1),
                    curves: evaluation.accuracyCurves + [.init("chance", chance, isReference: true)])))
    }

    /// How far layers look back; nil where it was not measured.
    var reach: ReachFigures? { ReachFigures(evaluation, stem: stem) }

    /// Accuracy by length and depth, a figure a column; none where there is one depth.
    var depths: [Figure] {
        let depths = Set(evaluation.rows.compactMap(\.depth)).sorted()
        guard depths.count > 1 else { return [] }
        return columns.enumerated().map { index, column in
            let rows = evaluation.rows.filter { $0.column == column && $0.seed == nil && $0.kind == nil }
            let cells = depths.map { depth in
                lengths.map { length in
                    rows.first { $0.depth == depth && $0.length == length }.map { row in
                        CellMap.Cell(
                            row.score.value, text: NumberText.share(row.score.value), note: "n \(row.answers)")
                    }
                }
            }
            return Figure(
                name: "\(stem)-depth-\(index + 1)-\(column)", title: column,
                .cells(
                    CellMap(
                        rowLabel: "depth of the evidence", columnLabel: "length",
                        rowNames: depths.map(NumberText.share), columnNames: lengths.map(String.init), cells: cells,
                        color: ColorScale("accuracy", range: 0...1))))
        }
    }
}
