import SSMEval
import SSMRecord

/// A few questions with what each column answered, and the notes that it wrote before.
struct ChosenSamples {
    /// One question.
    struct Sample {
        /// The record of one column stands for what all share: question, evidence, accepted answers.
        let question: PredictionRecord
        /// What each column answered.
        let answers: [(column: String, record: PredictionRecord)]
    }

    /// The samples, those of the longest contexts first.
    let samples: [Sample]
    /// The seed that they are of.
    let seed: UInt64

    /// Of the longest contexts the first questions on which columns differ, then any; of the shortest the first.
    ///
    /// - Parameter index: the place of the evaluation among those of the experiment, from 0.
    /// - Throws: `RecordError` for predictions that cannot be read.
    init?(_ run: RecordedRun, evaluation index: Int) throws(RecordError) {
        guard let results = run.results, let seed = results.seeds.first else { return nil }
        let evaluation = results.evaluations[index]
        // Which of judged answers are right is not in the predictions.
        guard evaluation.isJudged != true else { return nil }
        let sources = results.sources?.answering.filter { $0.evaluation == index && $0.seed == seed } ?? []
        let lengths = evaluation.lengths
        guard let shortest = lengths.first, let longest = lengths.last else { return nil }
        var byColumn: [(column: String, records: [String: PredictionRecord], order: [String])] = []
        for column in evaluation.columns {
            guard let source = sources.first(where: { $0.column == column }),
                let part = run.evaluations.first(where: { $0.path == source.folder })
            else { continue }
            let records = try run.predictions(of: part).filter { $0.length == shortest || $0.length == longest }
            byColumn.append(
                (column, Dictionary(records.map { ($0.prompt, $0) }) { first, _ in first }, records.map(\.prompt)))
        }
        guard let first = byColumn.first else { return nil }
        let shared: [Sample] = first.order.compactMap { prompt in
            let answers = byColumn.compactMap { column in column.records[prompt].map { (column.column, $0) } }
            guard answers.count == byColumn.count else { return nil }
            return Sample(question: answers[0].1, answers: answers.map { (column: $0.0, record: $0.1) })
        }
        let long = shared.filter { $0.question.length == longest }
        let chosen = (long.filter(\.isDisputed) + long.filter { !$0.isDisputed }).prefix(Self.longSamples)
        let short = longest > shortest ? shared.filter { $0.question.length == shortest }.prefix(1) : []
        samples = Array(chosen + short)
        self.seed = seed
        guard !samples.isEmpty else { return nil }
    }

    private static let longSamples = 3
}

extension ChosenSamples.Sample {
    /// Whether some columns are right and others wrong.
    var isDisputed: Bool { Set(answers.map(\.record.score.isRight)).count > 1 }
}
