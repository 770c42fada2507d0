import SSMContext
import SSMEval
import SSMTensor

/// The samples of an evaluation or a calibration, made when they are needed and the same whenever they are made.
///
/// They do not depend on the seed of training, so that seeds, columns, lengths and depths are all paired.
struct QuestionSet: Sendable {
    let task: any EvaluationTask
    let lengths: [Int]
    let depths: [Double]
    let contexts: Int
    let key: RandomKey

    init(_ evaluation: Evaluation, task: any EvaluationTask) {
        self.init(
            task: task, lengths: evaluation.lengths, depths: evaluation.depths, contexts: evaluation.contexts,
            split: evaluation.split)
    }

    /// The contexts that a probe is fitted on before it is asked about those of an evaluation.
    init(_ probe: ProbeSetting, of evaluation: Evaluation, task: any EvaluationTask) {
        self.init(
            task: task, lengths: evaluation.lengths, depths: evaluation.depths, contexts: probe.samples,
            split: probe.split)
    }

    init(_ calibration: Calibration, task: any EvaluationTask) {
        self.init(
            task: task, lengths: [calibration.length], depths: calibration.depths, contexts: calibration.samples,
            split: calibration.split)
    }

    private init(task: any EvaluationTask, lengths: [Int], depths: [Double], contexts: Int, split: String) {
        self.task = task
        self.lengths = lengths
        self.depths = depths
        self.contexts = contexts
        key = RandomKey(seed: 0).folding(split)
    }

    /// One length and depth.
    struct Cell: Sendable, Hashable {
        let length: Int
        let depth: Double?
    }

    /// All lengths and depths, the shortest first.
    var cells: [Cell] {
        let places: [Double?] = depths.isEmpty ? [nil] : depths
        return lengths.flatMap { length in places.map { Cell(length: length, depth: $0) } }
    }

    /// The samples of one length and depth.
    ///
    /// - Throws: `TaskError` of the first sample that cannot be made.
    func samples(of cell: Cell) throws(TaskError) -> [Sample] {
        var samples: [Sample] = []
        for index in 0..<contexts {
            samples.append(try sample(index, of: cell))
        }
        return samples
    }

    /// One sample of a length and depth.
    ///
    /// - Throws: `TaskError` when it cannot be made.
    func sample(_ index: Int, of cell: Cell) throws(TaskError) -> Sample {
        try task.evaluationSample(index, length: cell.length, depth: cell.depth, key: key)
    }
}
