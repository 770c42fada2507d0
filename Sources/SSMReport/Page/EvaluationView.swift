import SSMRecord

/// An evaluation as the page shows it.
struct EvaluationView {
    /// The figures of all columns side by side.
    struct Depths {
        let figures: [FigureView]
    }

    /// The figures of layers, with what they are of.
    struct Reach {
        let note: String
        let figures: [FigureView]
    }

    let heading: String
    let curves: FigureView?
    let overview: TableView?
    let summary: TableView
    let depths: Depths?
    let reach: Reach?
    let breakdowns: [TableView]
    let samples: SamplesView?

    /// - Parameter id: what makes its ids the page's only ones.
    /// - Throws: `RecordError` for predictions that cannot be read.
    init(_ evaluation: ReportedEvaluation, report: RunReport, id: String) throws(RecordError) {
        let results = evaluation.results
        let seeds = report.run.results?.seeds ?? []
        let tables = EvaluationTables(results, seeds: seeds)
        heading = tables.summary.title
        curves = evaluation.curves.map { FigureView($0, in: report.figures, prefix: "\(id)-c-") }
        overview = tables.overview.header.count > 2 ? TableView(tables.overview) : nil
        summary = TableView(tables.summary)
        let maps = evaluation.depths.enumerated().map { index, figure in
            FigureView(figure, in: report.figures, prefix: "\(id)-d\(index + 1)-")
        }
        depths = maps.isEmpty ? nil : Depths(figures: maps)
        reach = evaluation.reach.map { reach in
            Reach(
                note: reach.note,
                figures: reach.figures.enumerated().map { index, figure in
                    FigureView(figure, in: report.figures, prefix: "\(id)-r\(index + 1)-")
                })
        }
        breakdowns = tables.breakdowns.map(TableView.init)
        samples = try ChosenSamples(report.run, evaluation: evaluation.index).map(SamplesView.init)
    }
}
