import SSMRecord

/// The tables of one evaluation: scores by length, differences, seeds, depths, evidence and cost.
struct EvaluationTables {
    private let evaluation: EvaluationResults
    private let seeds: [UInt64]
    private let columns: [String]
    private let lengths: [Int]

    init(_ evaluation: EvaluationResults, seeds: [UInt64]) {
        self.evaluation = evaluation
        self.seeds = seeds
        columns = evaluation.rows.map(\.column).inFirstOrder
        lengths = Set(evaluation.rows.map(\.length)).sorted()
    }

    /// The tables that have something to show.
    var all: [ReportTable] {
        [scores, differences, bySeed, byDepth, survival, stepSums, stateNorms, cost].filter { !$0.rows.isEmpty }
    }

    private func row(_ column: String, _ length: Int, seed: UInt64? = nil, depth: Double? = nil) -> ResultRow? {
        evaluation.rows.first {
            $0.column == column && $0.length == length && $0.seed == seed && $0.depth == depth
        }
    }

    private func pooled(_ column: String) -> [ResultRow] { lengths.compactMap { row(column, $0) } }

    private var scores: ReportTable {
        var table = table("accuracy by length, with 95 % intervals", first: "column")
        let best = lengths.map { length in columns.compactMap { row($0, length)?.score.value }.max() }
        for column in columns {
            table.append(
                [.init(column)]
                    + lengths.indices.map { index in
                        guard let row = row(column, lengths[index]) else { return "" }
                        return .init(
                            "\(NumberText.share(row.score.value)) \(row.score.intervalText)",
                            isBest: row.score.value == best[index])
                    })
        }
        let counts = lengths.map { length in columns.compactMap { row($0, length) } }
        table.append(
            ["chance"] + counts.map { rows in .init(rows.first.map { NumberText.share($0.chance) } ?? "") })
        table.append(["n: answers / contexts / seeds"] + counts.map { .init(Self.counts($0)) })
        if evaluation.rows.contains(where: { $0.parseFailures > 0 }) {
            for column in columns {
                table.append(
                    [.init("no parse: \(column)")]
                        + lengths.map { .init(row(column, $0).map { String($0.parseFailures) } ?? "") })
            }
        }
        return table
    }

    /// The counts behind a length: one figure where all columns agree, otherwise the range.
    private static func counts(_ rows: [ResultRow]) -> String {
        func range(_ values: [Int]) -> String {
            guard let low = values.min(), let high = values.max() else { return "" }
            return low == high ? String(low) : "\(low)-\(high)"
        }
        return [range(rows.map(\.answers)), range(rows.map(\.contexts)), range(rows.map(\.seeds))]
            .joined(separator: " / ")
    }

    private var differences: ReportTable {
        var table = table(
            "difference to \(evaluation.baseline), paired by context, with 95 % intervals", first: "column")
        for column in columns where pooled(column).contains(where: { $0.difference != nil }) {
            table.append(
                [.init(column)]
                    + lengths.map { length in
                        guard let difference = row(column, length)?.difference else { return "" }
                        return .init("\(NumberText.difference(difference.value)) \(difference.signedIntervalText)")
                    })
        }
        return table
    }

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
        diagnostics("sum of steps over the rows read: median of the lanes / greatest lane") { lengths, layer in
            lengths.stepSums.first { $0.layer == layer }.map { sums in
                let whole = sums.overWholeLength
                return "\(NumberText.significant(whole.median)) / \(NumberText.significant(whole.maximum))"
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

    /// A table of what the layers did, for the first seed.
    private func diagnostics(_ what: String, cell: (StateDiagnostics, Int) -> String?) -> ReportTable {
        var table = table(what, first: "column, layer")
        for column in evaluation.diagnostics where column.seed == seeds.first {
            for layer in Set(column.lengths.flatMap(\.stepSums).map(\.layer)).sorted() {
                table.append(
                    [.init("\(column.column), \(layer)")]
                        + lengths.map { length in
                            .init(column.lengths.first { $0.length == length }.flatMap { cell($0, layer) } ?? "")
                        })
            }
        }
        return table
    }

    private var cost: ReportTable {
        var table = table("cost: rows through a layer / seconds / peak memory, of all answers", first: "column")
        for column in columns {
            table.append(
                [.init(column)]
                    + lengths.map { length in
                        guard let cost = row(column, length)?.cost else { return "" }
                        return .init(
                            "\(NumberText.count(cost.rows)) / \(NumberText.duration(cost.seconds)) / "
                                + NumberText.bytes(cost.peakBytes))
                    })
        }
        return table
    }

    private func table(_ what: String, first: String) -> ReportTable {
        ReportTable(title: "\(evaluation.task): \(what)", header: [first] + lengths.map(String.init))
    }

    private struct Place: Hashable {
        let owner: String
        let layer: Int
    }
}

extension Sequence where Element: Hashable {
    /// Each element once, in the order of its first occurrence.
    fileprivate var inFirstOrder: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
