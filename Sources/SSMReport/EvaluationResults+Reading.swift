import SSMRecord

extension EvaluationResults {
    /// The columns, in the order of the rows.
    var columns: [String] { rows.map(\.column).inFirstOrder }

    /// The lengths, increasing.
    var lengths: [Int] { Set(rows.map(\.length)).sorted() }

    /// The rows over all seeds, depths and kinds of questions: one for each column and length.
    var pooled: [ResultRow] { rows.filter { $0.seed == nil && $0.depth == nil && $0.kind == nil } }

    /// What the layers did, for the first seed that it was measured of.
    var diagnosed: [ColumnDiagnostics] { diagnostics.filter { $0.seed == diagnostics.first?.seed } }

    /// Accuracy by length with its interval, a curve a column.
    var accuracyCurves: [CurveChart.Curve] {
        let pooled = pooled.sorted { $0.length < $1.length }
        return columns.map { column in
            CurveChart.Curve(
                column,
                pooled.filter { $0.column == column }.map {
                    .init(
                        x: Double($0.length), y: $0.score.value, band: $0.score.low...max($0.score.low, $0.score.high))
                })
        }
    }
}
