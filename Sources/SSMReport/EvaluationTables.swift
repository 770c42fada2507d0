import SSMRecord

/// The tables of one evaluation: a summary, and what stands behind it.
struct EvaluationTables {
    private let evaluation: EvaluationResults
    private let seeds: [UInt64]
    private let columns: [String]
    private let lengths: [Int]

    init(_ evaluation: EvaluationResults, seeds: [UInt64]) {
        self.evaluation = evaluation
        self.seeds = seeds
        columns = evaluation.columns
        lengths = evaluation.lengths
    }

    /// The table that says it all: every column at every length.
    var summary: ReportTable { SummaryTable(evaluation).table }

    /// The tables behind it that have something to show: lengths, seeds, depths, kinds of questions, notes, probes, layers.
    var details: [ReportTable] {
        ([overview] + breakdowns).filter { !$0.rows.isEmpty }
    }

    /// The scores alone, a row a column of the experiment: the table of a paper.
    var overview: ReportTable {
        var table = table("accuracy by length", first: "column")
        let best = lengths.map { length in columns.compactMap { row($0, length)?.score.value }.max() }
        for column in columns {
            let cells = lengths.enumerated().map { index, length -> ReportTable.Cell in
                guard let row = row(column, length) else { return "" }
                return .init(
                    NumberText.share(row.score.value), isBest: row.score.value == best[index],
                    verdict: .init(row.difference))
            }
            table.append([.init(column)] + cells)
        }
        let isCompared = table.rows.joined().contains { $0.verdict != nil }
        if isCompared { table.note = "\(DifferenceVerdict.explanation); compared with \(evaluation.baseline)" }
        return table
    }

    /// The tables of parts: seeds, depths, kinds of questions, notes, probes, layers.
    var breakdowns: [ReportTable] {
        [bySeed, byDepth, byKind, notes, probes, survival, stepSums, stateNorms, reach].filter { !$0.rows.isEmpty }
    }

    private func row(
        _ column: String, _ length: Int, seed: UInt64? = nil, depth: Double? = nil, kind: String? = nil
    ) -> ResultRow? {
        evaluation.rows.first {
            $0.column == column && $0.length == length && $0.seed == seed && $0.depth == depth && $0.kind == kind
        }
    }

    private func pooled(_ column: String) -> [ResultRow] { lengths.compactMap { row(column, $0) } }

    private var bySeed: ReportTable {
        var table = table("accuracy of each seed", first: "column, seed")
        guard seeds.count > 1 else { return table }
        for column in columns {
            for seed in seeds {
                let cells = lengths.map { row(column, $0, seed: seed) }
                guard cells.contains(where: { $0 != nil }) else { continue }
                table.append(
                    [.init("\(column), \(seed)")]
                        + cells.map { .init($0.map { NumberText.share($0.score.value) } ?? "") })
            }
        }
        return table
    }

    private var byDepth: ReportTable {
        var table = table("accuracy by depth of the evidence", first: "column, depth")
        let depths = Set(evaluation.rows.compactMap(\.depth)).sorted()
        guard depths.count > 1 else { return table }
        for column in columns {
            for depth in depths {
                let cells = lengths.map { row(column, $0, depth: depth) }
                table.append(
                    [.init("\(column), \(NumberText.share(depth))")]
                        + cells.map { .init($0.map { NumberText.share($0.score.value) } ?? "") })
            }
        }
        return table
    }

    /// Kinds of questions side by side, as tables of LongMemEval have them, with the mean over all answers.
    private var byKind: ReportTable {
        let kinds = evaluation.rows.compactMap(\.kind).inFirstOrder
        var table = ReportTable(
            title: "\(evaluation.subject): accuracy by kind of question (answers)",
            header: ["column, length"] + kinds + ["mean of kinds", "all"])
        for column in columns {
            for length in lengths where !kinds.isEmpty {
                func cell(_ row: ResultRow?) -> ReportTable.Cell {
                    .init(row.map { "\(NumberText.estimate($0.score)) (\($0.answers))" } ?? "")
                }
                let rows = kinds.map { row(column, length, kind: $0) }
                // What cannot be answered counts under its own kind.
                let types = zip(kinds, rows).filter { $0.0 != ResultRow.abstention }.compactMap(\.1)
                let mean =
                    types.isEmpty
                    ? "" : NumberText.share(types.map(\.score.value).reduce(0, +) / Double(types.count))
                table.append(
                    [.init("\(column), \(length)")] + rows.map(cell) + [.init(mean), cell(row(column, length))])
            }
        }
        return table
    }

    private var notes: ReportTable {
        var table = table("precision / recall of notes", first: "column")
        for column in columns {
            let cells = lengths.map { row(column, $0)?.notes }
            guard cells.contains(where: { $0 != nil }) else { continue }
            table.append(
                [.init(column)]
                    + cells.map { notes in
                        .init(
                            notes.map { notes in
                                [notes.precision, notes.recall].map { $0.map(NumberText.share) ?? "-" }
                                    .joined(separator: " / ")
                            } ?? "")
                    })
        }
        return table
    }

    /// What a linear probe of each layer's state reads, beside the words of the questions alone and the column's own answers.
    private var probes: ReportTable {
        var table = table(
            "accuracy of a linear probe of the state after the context, fitted on another split", first: "column, probe"
        )
        table.note = """
            no state: what the words of the questions alone lead to, the chance level of a layer
            its own answers: the column's, to the same questions
            n: questions / of them with an answer that the probes can give / contexts / questions that they are fitted on
            intervals: 95 % over contexts, for the probes as they were fitted
            """
        for column in evaluation.probes ?? [] {
            let name = seeds.count > 1 ? "\(column.column), seed \(column.seed)" : column.column
            func append(_ what: String, _ text: (ProbedLength) -> String?) {
                table.append(
                    [.init("\(name), \(what)")]
                        + lengths.map { length in
                            .init(column.lengths.first { $0.length == length }.flatMap(text) ?? "")
                        })
            }
            table.beginGroup()
            append("no state") { NumberText.estimate($0.withoutState) }
            for layer in Set(column.lengths.flatMap(\.layers).map(\.layer)).sorted() {
                append("layer \(layer)") { read in
                    read.layers.first { $0.layer == layer }.map { NumberText.estimate($0.score) }
                }
            }
            append("its own answers") { NumberText.estimate($0.own) }
            append("n") { "\($0.questions) / \($0.answerable) / \($0.contexts) / \($0.fittedOn)" }
        }
        return table
    }

    private var survival: ReportTable {
        var table = table(
            "evidence rows that stay / all rows that stay / median rank of evidence (0 first, 1 last)",
            first: "column, layer")
        for column in columns {
            let layers = pooled(column).flatMap(\.survival).map { Place(owner: $0.owner, layer: $0.layer) }.inFirstOrder
            for place in layers {
                table.append(
                    [
                        .init(
                            "\(column), \(place.layer)"
                                + (layers.contains { $0.owner != place.owner } ? " (\(place.owner))" : ""))
                    ]
                        + lengths.map { length in
                            let found = row(column, length)?.survival.first {
                                $0.owner == place.owner && $0.layer == place.layer
                            }
                            guard let found else { return "" }
                            let rank = found.rank.map { NumberText.share($0.median) } ?? "-"
                            return .init(
                                "\(NumberText.share(found.survival)) / \(NumberText.share(found.keptShare)) / \(rank)")
                        })
            }
        }
        return table
    }

    private var stepSums: ReportTable {
        diagnostics(
            "sum of steps: median of the lanes over all rows read / over those within the training length / greatest "
                + "lane over all rows"
        ) { lengths, layer in
            lengths.stepSums.first { $0.layer == layer }.map { sums in
                [sums.overWholeLength.median, sums.overTrainingLength.median, sums.overWholeLength.maximum]
                    .map(NumberText.significant).joined(separator: " / ")
            }
        }
    }

    private var stateNorms: ReportTable {
        diagnostics("norm of the state: first point / greatest / at the end") { lengths, layer in
            guard let norms = lengths.stateNorms.first(where: { $0.layer == layer })?.points.map(\.norm.median),
                let first = norms.first, let last = norms.last, let greatest = norms.max()
            else { return nil }
            return [first, greatest, last].map(NumberText.significant).joined(separator: " / ")
        }
    }

    private var reach: ReportTable {
        diagnostics(
            "mean distance from the last row, in positions / what the evidence left in the last state, as a share of its norm"
        ) { lengths, layer in
            lengths.reach?.first { $0.layer == layer }.map { reach in
                let share = reach.evidenceShare.map { NumberText.significant($0.median) } ?? "-"
                return "\(NumberText.significant(reach.meanDistance.median)) / \(share)"
            }
        }
    }

    /// A table of what the layers did.
    private func diagnostics(_ what: String, cell: (StateDiagnostics, Int) -> String?) -> ReportTable {
        var table = table(what, first: "column, layer")
        for column in evaluation.diagnosed {
            for layer in Set(column.lengths.flatMap(\.stepSums).map(\.layer)).sorted() {
                let cells = lengths.map { length in
                    column.lengths.first { $0.length == length }.flatMap { cell($0, layer) } ?? ""
                }
                guard cells.contains(where: { !$0.isEmpty }) else { continue }
                table.append([.init("\(column.column), \(layer)")] + cells.map { .init($0) })
            }
        }
        return table
    }

    private func table(_ what: String, first: String) -> ReportTable {
        ReportTable(title: "\(evaluation.subject): \(what)", header: [first] + lengths.map(String.init))
    }

    private struct Place: Hashable {
        let owner: String
        let layer: Int
    }
}
