import SSMRecord

/// The figure of an experiment in the gallery: accuracy by length.
struct GalleryFigure {
    /// The name of its files without what follows the dot.
    static let name = "accuracy-by-length"

    private let evaluation: EvaluationResults
    private let lengths: [Int]

    /// The figure of the first evaluation that the primary endpoint is about; nil without any answer.
    init?(_ results: Results) {
        let range = results.primary.first?.lengths
        let measured = results.evaluations.filter { !$0.rows.isEmpty }
        let primary = measured.first { $0.rows.contains { range?.contains($0.length) == true } }
        guard let evaluation = primary ?? measured.first else { return nil }
        self.evaluation = evaluation
        lengths = evaluation.lengths
    }

    /// The figure.
    var figure: Figure {
        Figure(name: Self.name, title: evaluation.subject, lengths.count > 1 ? .curves(curves) : .cells(cells))
    }

    private var curves: CurveChart {
        CurveChart(
            xAxis: FigureAxis("context length (tokens)", scale: .log2, ticks: lengths.map(Double.init)),
            yAxis: FigureAxis("accuracy (share of answers)", range: 0...1),
            curves: evaluation.accuracyCurves)
    }

    /// A number for each column: a curve of one point is none.
    private var cells: CellMap {
        let pooled = evaluation.pooled
        return CellMap(
            rowLabel: "", columnLabel: "context length (tokens)", rowNames: evaluation.columns,
            columnNames: lengths.map(String.init),
            cells: evaluation.columns.map { column in
                lengths.map { length in
                    pooled.first { $0.column == column && $0.length == length }.map {
                        .init($0.score.value, text: NumberText.share($0.score.value), note: $0.score.intervalText)
                    }
                }
            },
            color: ColorScale("accuracy (share of answers)", range: 0...1))
    }
}
