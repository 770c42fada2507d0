import SSMRecord

/// The learning rates that were tried: a table for each stage, a row for the columns that share a choice.
struct TuningTables {
    /// The tables.
    let all: [ReportTable]

    init(_ tuning: [TuningResult]) {
        all = tuning.map(\.stage).inFirstOrder.map { stage in
            Self.table(of: tuning.filter { $0.stage == stage })
        }
    }

    /// The table of one stage, whose rates, seed and samples are the same for all columns.
    private static func table(of results: [TuningResult]) -> ReportTable {
        let first = results[0]
        let rates = first.trials.map(\.learningRate)
        var table = ReportTable(
            title: "Learning rates of the stage '\(first.stage)', tried on seed \(first.seed): loss on "
                + "\(first.samples) validation samples (accuracy)",
            header: ["column"] + rates.map { "\($0)" } + ["chosen"], note: note(of: results))
        for result in results {
            let cells = result.trials.map { trial in
                ReportTable.Cell(text(of: trial), isBest: trial.learningRate == result.chosen)
            }
            let chosen = result.chosen.map { "\($0)" + (result.isAtEdge ? ", \(edge)" : "") } ?? "none"
            table.append([.init(result.columns.listedColumns)] + cells + [.init(chosen)])
        }
        return table
    }

    private static let edge = "at the edge of the range tried"

    private static func text(of trial: RateTrial) -> String {
        guard let loss = trial.loss else { return "diverged" }
        return NumberText.fixed(loss, 4) + (trial.accuracy.map { " (\(NumberText.share($0)))" } ?? "")
    }

    private static func note(of results: [TuningResult]) -> String {
        let choice = "chosen: the rate with the lowest loss; all seeds of the column train with it"
        let bound = results.contains(where: \.isAtEdge) ? ["\(edge): a rate beyond it may be better"] : []
        let names = results.map(\.columns).filter { $0.listedColumns != $0.joined(separator: ", ") }
            .map { "\($0.listedColumns): \($0.joined(separator: ", "))" }
        return ([choice] + bound + names).joined(separator: "\n")
    }
}
