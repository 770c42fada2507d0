import SSMRecord

/// An evaluation and its figures.
struct ReportedEvaluation: Sendable {
    /// The place among those of the experiment, from 0.
    let index: Int
    /// The results.
    let results: EvaluationResults
    /// Accuracy by length; nil where there is one length.
    let curves: Figure?
    /// Accuracy by length and depth, a figure a column.
    let depths: [Figure]
    /// How far layers look back by length; nil where it was not measured.
    let reach: ReachFigures?

    /// - Parameter index: the place of the evaluation among those of the experiment, from 0.
    init(_ results: EvaluationResults, index: Int) {
        let figures = EvaluationFigures(results, number: index + 1)
        self.index = index
        self.results = results
        curves = figures.curves
        depths = figures.depths
        reach = figures.reach
    }

    /// All figures.
    var figures: [Figure] { [curves].compactMap(\.self) + depths + (reach?.figures ?? []) }
}
