import SSMRecord

/// The figure of an experiment in the gallery: accuracy by length.
struct GalleryFigure {
    /// The name of its files without what follows the dot.
    static let name = "accuracy-by-length"

    private let evaluation: EvaluationResults
    private let pooled: [ResultRow]

    /// The figure of the first evaluation that the primary endpoint is about; nil without any answer.
    init?(_ results: Results) {
        let range = results.primary.first?.lengths
        let measured = results.evaluations.filter { !$0.rows.isEmpty }
        let primary = measured.first { $0.rows.contains { range?.contains($0.length) == true } }
        guard let evaluation = primary ?? measured.first else { return nil }
        self.evaluation = evaluation
        pooled = evaluation.rows.filter { $0.seed == nil && $0.depth == nil && $0.kind == nil }
            .sorted { $0.length < $1.length }
    }

    private var columns: [String] { evaluation.rows.map(\.column).inFirstOrder }
    private var lengths: [Int] { pooled.map(\.length).inFirstOrder }

    /// The figure.
    var figure: Figure {
        Figure(name: Self.name, title: evaluation.subject, lengths.count > 1 ? .curves(curves) : .cells(cells))
    }

    private var curves: CurveChart {
        CurveChart(
            xAxis: FigureAxis("context length (tokens)", scale: .log2, ticks: lengths.map(Double.init)),
            yAxis: FigureAxis("accuracy (share of answers)", range: 0...1),
            curves: columns.map { column in
                .init(
                    column,
                    pooled.filter { $0.column == column }.map {
                        .init(x: Double($0.length), y: $0.score.value, band: $0.score.low...$0.score.high)
                    })
            })
    }

    /// A number for each column: a curve of one point is none.
    private var cells: CellMap {
        CellMap(
            rowLabel: "", columnLabel: "context length (tokens)", rowNames: columns,
            columnNames: lengths.map(String.init),
            cells: columns.map { column in
                lengths.map { length in
                    pooled.first { $0.column == column && $0.length == length }.map {
                        .init($0.score.value, text: NumberText.share($0.score.value), note: $0.score.intervalText)
                    }
                }
            },
            color: ColorScale("accuracy (share of answers)", range: 0...1))
    }
}
