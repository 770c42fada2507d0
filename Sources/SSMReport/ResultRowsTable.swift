import SSMRecord

/// Every row of the results with every number, for other programs.
struct ResultRowsTable {
    /// The rows under their heads.
    let table: ReportTable

    init(_ results: Results) {
        var table = ReportTable(
            title: results.experiment,
            header: [
                "task", "ask", "column", "seed", "length", "depth", "answers", "contexts", "seeds", "chance", "score",
                "low", "high", "difference", "difference_low", "difference_high", "parse_failures", "passes", "rows",
                "seconds", "peak_bytes", "survival", "kind", "note_precision", "note_recall", "split",
            ])
        for evaluation in results.evaluations {
            for row in evaluation.rows { table.append(Self.cells(row, in: evaluation)) }
        }
        self.table = table
    }

    private static func cells(_ row: ResultRow, in evaluation: EvaluationResults) -> [ReportTable.Cell] {
        func text(_ value: (some CustomStringConvertible)?) -> String { value.map { "\($0)" } ?? "" }
        let survival = row.survival.map { layer in
            "\(layer.owner)@\(layer.layer): kept \(layer.keptShare), evidence \(layer.survival), "
                + "rank \(text(layer.rank?.median))"
        }
        let values = [
            evaluation.task, evaluation.asking, row.column, text(row.seed), text(row.length), text(row.depth),
            text(row.answers), text(row.contexts), text(row.seeds), text(row.chance), text(row.score.value),
            text(row.score.low), text(row.score.high), text(row.difference?.value), text(row.difference?.low),
            text(row.difference?.high), text(row.parseFailures), text(row.cost.passes), text(row.cost.rows),
            text(row.cost.seconds), text(row.cost.peakBytes), survival.joined(separator: "; "),
            text(row.kind), text(row.notes?.precision), text(row.notes?.recall), text(evaluation.split),
        ]
        return values.map { .init($0) }
    }
}
