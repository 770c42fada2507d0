import SSMAnalysis
import SSMRecord

/// Every column at every length, over all seeds and depths: score, interval, difference, counts, what became of the
/// evidence and of the state, and cost.
struct SummaryTable {
    private let evaluation: EvaluationResults
    private let pooled: [ResultRow]

    init(_ evaluation: EvaluationResults) {
        self.evaluation = evaluation
        pooled = evaluation.pooled
    }

    /// One quantity: its head, and its text for a row; an empty text where there is nothing to say.
    private struct Quantity {
        let head: String
        /// The number behind the text, where the text alone does not sort.
        var number: (ResultRow) -> Double? = { _ in nil }
        let text: (ResultRow) -> String
    }

    /// The table; a quantity that no row has is left out.
    var table: ReportTable {
        let shown = (scores + observations + costs).filter { quantity in
            pooled.contains { !quantity.text($0).isEmpty }
        }
        var table = ReportTable(
            title: ([evaluation.subject, Self.asked[evaluation.asking] ?? evaluation.asking]
                + [evaluation.scoring].compactMap(\.self)).joined(separator: ", "),
            header: ["length", "column"] + shown.map(\.head), labels: 2, note: note(of: shown.map(\.head))
        )
        for length in Set(pooled.map(\.length)).sorted() {
            table.beginGroup()
            let rows = pooled.filter { $0.length == length }
            let best = rows.map(\.score.value).max()
            for (index, row) in rows.enumerated() {
                let cells = shown.map { quantity in
                    ReportTable.Cell(
                        quantity.text(row), isBest: quantity.head == Self.accuracy && row.score.value == best,
                        number: quantity.number(row),
                        verdict: quantity.head == comparison ? .init(row.difference) : nil)
                }
                table.append([.init(String(length), isRepeated: index > 0), .init(row.column)] + cells)
            }
        }
        return table
    }

    private static let accuracy = "accuracy"
    private var comparison: String { "vs \(evaluation.baseline)" }
    private static let asked = [
        "prompt": "every question a prompt of its own", "after-reading": "questions after one reading of the context",
    ]

    private var scores: [Quantity] {
        [
            Quantity(head: Self.accuracy) { NumberText.share($0.score.value) },
            Quantity(head: "95 %") { $0.score.intervalText },
            Quantity(head: comparison) { row in
                row.difference.map { "\(NumberText.difference($0.value)) \($0.signedIntervalText)" } ?? ""
            },
            Quantity(head: "chance") { NumberText.fixed($0.chance, 3) },
            Quantity(head: "n") { "\($0.answers)/\($0.contexts)/\($0.seeds)" },
            Quantity(head: "unparsed") { String($0.parseFailures) },
        ]
    }

    private var observations: [Quantity] {
        [
            Quantity(head: "kept") { row in row.survival.last.map { NumberText.share($0.keptShare) } ?? "" },
            Quantity(head: "evidence") { row in row.survival.last.map { NumberText.share($0.survival) } ?? "" },
            Quantity(head: "rank") { row in
                row.survival.last?.rank.map { NumberText.share($0.median) } ?? ""
            },
            Quantity(head: "steps") { row in
                self.diagnostics(of: row)?.stepSums.last.map { sums in
                    [sums.overWholeLength, sums.overTrainingLength].map { NumberText.significant($0.median) }
                        .joined(separator: " / ")
                } ?? ""
            },
            Quantity(head: "state") { row in
                self.diagnostics(of: row)?.stateNorms.last?.points.last.map { NumberText.significant($0.norm.median) }
                    ?? ""
            },
        ]
    }

    private var costs: [Quantity] {
        [
            Quantity(head: "rows", number: { Double($0.cost.rows) }, text: { NumberText.count($0.cost.rows) }),
            Quantity(head: "time", number: \.cost.seconds, text: { NumberText.duration($0.cost.seconds) }),
            Quantity(
                head: "memory", number: { Double($0.cost.peakBytes) }, text: { NumberText.bytes($0.cost.peakBytes) }),
        ]
    }

    /// What the layers of a row's column did at its length, for the first seed.
    private func diagnostics(of row: ResultRow) -> StateDiagnostics? {
        evaluation.diagnostics.first { $0.column == row.column }?.lengths.first { $0.length == row.length }
    }

    /// What the diagnostics of the layers are taken from, when that is not everything.
    private var sampleNote: String {
        guard let column = evaluation.diagnostics.first, let contexts = column.lengths.map(\.contexts).max() else {
            return ""
        }
        let place = evaluation.rows.contains { $0.depth != nil } ? " at the first depth" : ""
        return "; seed \(column.seed), \(NumberText.counted(contexts, "context"))\(place)"
    }

    private func note(of heads: [String]) -> String {
        let meanings = [
            ("95 %", "95 %: over contexts, all seeds pooled; the variance between training seeds is not in it"),
            (comparison, DifferenceVerdict.explanation),
            ("n", "n: answers / contexts / seeds"),
            (
                "unparsed",
                "unparsed: answers without the form that is asked for, or without a judge's verdict"
            ),
            ("kept", "kept: rows that pass the last layer that drops some"),
            ("evidence", "evidence: evidence rows that do"),
            ("rank", "rank: median rank of evidence there, 0 first, 1 last"),
            (
                "steps",
                "steps: sum over the whole context / over its rows within the training length, in the last layer, "
                    + "median of its lanes" + sampleNote
            ),
            ("state", "state: norm of the last layer's at the end" + sampleNote),
            ("rows", "rows: through all layers; rows, time and peak memory are of all answers"),
        ]
        let limit = evaluation.limit.map { ["limited to \($0.answered) of \($0.contexts) contexts"] } ?? []
        return (limit + meanings.filter { heads.contains($0.0) }.map(\.1)).joined(separator: "\n")
    }
}
