import SSMContext
package import SSMRecord
package import SSMTrain

/// All runs of an experiment: each distinct piece of work once, in an order in which nothing waits for a later one.
package struct RunPlan: Sendable, Hashable {
    /// The runs of training.
    package let stages: [StageRun]
    /// The runs of evaluation.
    package let evaluations: [EvaluationRun]
}

/// One stage trained for one seed: columns that agree so far share it.
package struct StageRun: Sendable, Hashable {
    /// The identity: everything that the weights depend on.
    package let identity: ContentHash
    /// The run whose last checkpoint it starts from; nil for the first stage.
    package let parent: ContentHash?
    /// The seed.
    package let seed: UInt64
    /// The stage; in the plan without a learning rate when its `tune` is to choose one.
    package fileprivate(set) var stage: StageConfiguration
    /// What it trains on.
    package let data: TrainingData
    /// The strategies that take part in training.
    package let stack: [StackEntry]
    /// The runs that try the learning rates of the stage's `tune`; none when the rate is given.
    package let candidates: [ContentHash]
    /// Whether it tries a learning rate for the other seeds.
    package let isCandidate: Bool
    /// The columns that use it.
    package fileprivate(set) var columns: [String]

    /// The run with one of the learning rates of its `tune`; its identity says how the rate is chosen, and stays.
    func tuned(to rate: Double) -> StageRun {
        var run = self
        run.stage = stage.tuned(to: rate)
        return run
    }
}

/// Runs of training in the order in which they are needed, each once.
private struct StageRuns {
    private(set) var all: [StageRun] = []
    private var indices: [ContentHash: Int] = [:]

    /// Adds a run, or its columns to the run that is there.
    ///
    /// - Returns: its identity.
    mutating func add(_ run: StageRun) -> ContentHash {
        if let index = indices[run.identity] {
            all[index].columns += run.columns.filter { !all[index].columns.contains($0) }
        } else {
            indices[run.identity] = all.count
            all.append(run)
        }
        return run.identity
    }
}

/// One evaluation of one column for one seed.
package struct EvaluationRun: Sendable, Hashable {
    /// The identity: everything that the predictions depend on.
    package let identity: ContentHash
    /// The run whose last checkpoint is asked; nil when nothing is trained.
    package let weights: ContentHash?
    /// The seed.
    package let seed: UInt64
    /// The column.
    package let column: Column
    /// Which evaluation of the experiment it is, from 0.
    package let index: Int
    /// The questions.
    package let evaluation: Evaluation
    /// Where the column calibrates itself first, or nil.
    package let calibration: Calibration?
}

extension Experiment {
    /// The number in every identity: it changes when the meaning of a configuration does.
    private static let identityFormat = 1

    /// Expands the experiment into runs: a pure function of the experiment.
    ///
    /// - Parameters:
    ///   - modelDigest: the digest of the checkpoint's content, when the model comes from one.
    ///   - dataDigests: the digests of what stages are trained on, where that comes from files.
    ///   - evaluationDigests: the digests of the files that evaluations read, in their order; nil for generated samples.
    ///   - strategyDigests: the digests of the files that strategies read, for those that read any.
    ///   - versions: the version of each task by name: a task that changes its samples makes new runs.
    /// - Throws: what the encoding of a configuration throws.
    package func expanded(
        modelDigest: String? = nil, dataDigests: [TrainingData: String] = [:], evaluationDigests: [String?] = [],
        strategyDigests: [StackEntry: [String]] = [:], versions: [String: Int] = [:]
    ) throws -> RunPlan {
        let digests = Digests(
            model: modelDigest, data: dataDigests, evaluations: evaluationDigests, strategies: strategyDigests,
            versions: versions)
        var stages = StageRuns()
        var evaluationRuns: [EvaluationRun] = []
        for seed in seeds {
            for column in columns.all {
                let weights = try addStages(self.stages.count, of: column, seed: seed, digests: digests, to: &stages)
                for index in evaluations.indices {
                    evaluationRuns.append(
                        try evaluationRun(index, of: column, seed: seed, weights: weights, digests: digests))
                }
            }
        }
        return RunPlan(stages: stages.all, evaluations: evaluationRuns)
    }

    /// Adds the first `count` stages of a column for a seed, after the runs that try learning rates for them: these go
    /// on from the earlier stages of their own seed.
    ///
    /// - Returns: the run of the last stage; nil without stages.
    private func addStages(
        _ count: Int, of column: Column, seed: UInt64, digests: Digests, to runs: inout StageRuns
    ) throws -> ContentHash? {
        var parent: ContentHash?
        for (index, entry) in stages.prefix(count).enumerated() {
            let stage = entry.configuration
            guard let data = entry.data ?? data else {
                preconditionFailure("a stage of training without data: the experiment's check has failed")
            }
            var candidates: [ContentHash] = []
            if let tune = stage.tune {
                let start = try addStages(index, of: column, seed: tune.seed, digests: digests, to: &runs)
                for rate in tune.learningRates {
                    let run = try stageRun(
                        stage.tuned(to: rate), on: data, of: column, seed: tune.seed, parent: start, isCandidate: true,
                        digests: digests)
                    candidates.append(runs.add(run))
                }
            }
            let run = try stageRun(
                stage, on: data, of: column, seed: seed, parent: parent, candidates: candidates, digests: digests)
            parent = runs.add(run)
        }
        return parent
    }

    private func stageRun(
        _ stage: StageConfiguration, on data: TrainingData, of column: Column, seed: UInt64, parent: ContentHash?,
        candidates: [ContentHash] = [], isCandidate: Bool = false, digests: Digests
    ) throws -> StageRun {
        let stack = stage.withStrategy ? column.training : []
        let identity = StageIdentity(
            format: Self.identityFormat, seed: seed, parent: parent, model: parent == nil ? model : nil,
            modelDigest: parent == nil ? digests.model : nil, data: data, dataDigest: digests.data[data],
            taskVersion: data.setting.flatMap { digests.versions[$0.task] },
            taskVersions: data.isMixture ? data.settings.map { digests.versions[$0.task] } : nil, stage: stage,
            stack: stack.map { IdentityEntry($0, digests) }, candidates: candidates.isEmpty ? nil : candidates,
            isCandidate: isCandidate ? true : nil)
        return StageRun(
            identity: try ContentHash(ofCanonical: identity), parent: parent, seed: seed, stage: stage, data: data,
            stack: stack,
            candidates: candidates, isCandidate: isCandidate, columns: [column.name])
    }

    private func evaluationRun(
        _ index: Int, of column: Column, seed: UInt64, weights: ContentHash?, digests: Digests
    ) throws -> EvaluationRun {
        let evaluation = evaluations[index]
        let calibration = column.answering.contains(where: \.isCalibrating) ? calibration : nil
        let identity = EvaluationIdentity(
            format: Self.identityFormat, seed: seed, weights: weights, model: weights == nil ? model : nil,
            modelDigest: weights == nil ? digests.model : nil,
            stack: column.answering.map { IdentityEntry($0, digests) },
            calibrating: calibration == nil ? nil : column.answering.map(\.isCalibrating),
            calibration: calibration, setting: evaluation.setting,
            taskVersion: digests.versions[evaluation.setting.task],
            content: digests.evaluations.indices.contains(index) ? digests.evaluations[index] : nil,
            split: evaluation.designSplit, lengths: evaluation.lengths, depths: evaluation.depths,
            samples: evaluation.samples, asking: evaluation.asking, isDiagnosing: isDiagnosing)
        return EvaluationRun(
            identity: try ContentHash(ofCanonical: identity), weights: weights, seed: seed, column: column,
            index: index, evaluation: evaluation, calibration: calibration)
    }
}

/// What an experiment takes from outside its own text, as far as identities depend on it.
private struct Digests {
    let model: String?
    let data: [TrainingData: String]
    /// The digests of the files that evaluations read.
    let evaluations: [String?]
    /// The digests of the files that strategies read.
    let strategies: [StackEntry: [String]]
    /// The version of each task by name.
    let versions: [String: Int]
}

/// A strategy as it enters an identity: when it acts decides in which identity, not its value.
private struct IdentityEntry: Encodable {
    let strategy: String
    let configuration: AnyConfiguration
    /// The digests of the files that it reads; nil where it reads none.
    let files: [String]?

    init(_ entry: StackEntry, _ digests: Digests) {
        strategy = entry.strategy
        configuration = entry.configuration
        files = digests.strategies[entry]
    }
}

/// Everything that the weights after a stage depend on.
private struct StageIdentity: Encodable {
    let format: Int
    let seed: UInt64
    let parent: ContentHash?
    let model: ModelSource?
    let modelDigest: String?
    let data: TrainingData
    let dataDigest: String?
    let taskVersion: Int?
    /// Those of the tasks of a mixture; nil for one source.
    let taskVersions: [Int?]?
    let stage: StageConfiguration
    let stack: [IdentityEntry]
    /// The runs that the learning rate is chosen from; nil when it is given.
    let candidates: [ContentHash]?
    /// Nil unless the run tries a learning rate: such a run may end without weights.
    let isCandidate: Bool?
}

/// Everything that the predictions of a column depend on.
private struct EvaluationIdentity: Encodable {
    let format: Int
    let seed: UInt64
    let weights: ContentHash?
    let model: ModelSource?
    let modelDigest: String?
    let stack: [IdentityEntry]
    let calibrating: [Bool]?
    let calibration: Calibration?
    let setting: TaskSetting
    let taskVersion: Int?
    /// The digest of the file that has the questions; nil for generated ones.
    let content: String?
    /// Nil for the split that results are reported on.
    let split: String?
    let lengths: [Int]
    let depths: [Double]
    let samples: Int
    let asking: AskMode
    let isDiagnosing: Bool
}
