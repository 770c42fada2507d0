import SSMRecord

/// An evaluation and its figures.
struct ReportedEvaluation: Sendable {
    /// The results.
    let results: EvaluationResults
    /// Accuracy by length; nil where there is one length.
    let curves: Figure?
    /// Accuracy by length and depth, a figure a column.
    let depths: [Figure]
    /// How far layers look back by length; nil where it was not measured.
    let reach: ReachFigures?

    /// - Parameter number: the place of the evaluation among those of the experiment, from 1.
    init(_ results: EvaluationResults, number: Int) {
        let figures = EvaluationFigures(results, number: number)
        self.results = results
        curves = figures.curves
        depths = figures.depths
        reach = figures.reach
    }

    /// All figures.
    var figures: [Figure] { [curves].compactMap(\.self) + depths + (reach?.figures ?? []) }
}
