import SSMRecord

/// An evaluation and its figures.
struct ReportedEvaluation: Sendable {
    /// The results.
    let results: EvaluationResults
    /// Accuracy by length; nil where there is one length.
    let curves: Figure?
    /// Accuracy by length and depth, a figure a column.
    let depths: [Figure]

    /// - Parameter number: the place of the evaluation among those of the experiment, from 1.
    init(_ results: EvaluationResults, number: Int) {
        let figures = EvaluationFigures(results, number: number)
        self.results = results
        curves = figures.curves
        depths = figures.depths
    }

    /// All figures.
    var figures: [Figure] { [curves].compactMap(\.self) + depths }
}
