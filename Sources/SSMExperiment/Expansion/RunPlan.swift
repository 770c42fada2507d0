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
    /// The stage.
    package let stage: StageConfiguration
    /// The strategies that take part in training.
    package let stack: [StackEntry]
    /// The columns that use it.
    package fileprivate(set) var columns: [String]
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
    ///   - dataDigest: the digest of what the model is trained on, when that comes from files.
    ///   - versions: the version of each task by name: a task that changes its samples makes new runs.
    /// - Throws: what the encoding of a configuration throws.
    package func expanded(
        modelDigest: String? = nil, dataDigest: String? = nil, versions: [String: Int] = [:]
    ) throws -> RunPlan {
        var stages: [ContentHash: Int] = [:]
        var stageRuns: [StageRun] = []
        var evaluationRuns: [EvaluationRun] = []
        for seed in seeds {
            for column in columns.all {
                var weights: ContentHash?
                for stage in train {
                    let run = try stageRun(
                        stage, of: column, seed: seed, parent: weights, modelDigest: modelDigest,
                        dataDigest: dataDigest, versions: versions)
                    weights = run.identity
                    if let index = stages[run.identity] {
                        stageRuns[index].columns.append(column.name)
                    } else {
                        stages[run.identity] = stageRuns.count
                        stageRuns.append(run)
                    }
                }
                for index in evaluations.indices {
                    evaluationRuns.append(
                        try evaluationRun(
                            index, of: column, seed: seed, weights: weights, modelDigest: modelDigest,
                            versions: versions))
                }
            }
        }
        return RunPlan(stages: stageRuns, evaluations: evaluationRuns)
    }

    private func stageRun(
        _ stage: StageConfiguration, of column: Column, seed: UInt64, parent: ContentHash?, modelDigest: String?,
        dataDigest: String?, versions: [String: Int]
    ) throws -> StageRun {
        let stack = stage.withStrategy ? column.training : []
        let identity = StageIdentity(
            format: Self.identityFormat, seed: seed, parent: parent, model: parent == nil ? model : nil,
            modelDigest: parent == nil ? modelDigest : nil, data: data, dataDigest: dataDigest,
            taskVersion: data?.setting.flatMap { versions[$0.task] }, stage: stage,
            stack: stack.map(IdentityEntry.init))
        return StageRun(
            identity: try ContentHash(ofCanonical: identity), parent: parent, seed: seed, stage: stage, stack: stack,
            columns: [column.name])
    }

    private func evaluationRun(
        _ index: Int, of column: Column, seed: UInt64, weights: ContentHash?, modelDigest: String?,
        versions: [String: Int]
    ) throws -> EvaluationRun {
        let evaluation = evaluations[index]
        let calibration = column.answering.contains(where: \.isCalibrating) ? calibration : nil
        let identity = EvaluationIdentity(
            format: Self.identityFormat, seed: seed, weights: weights, model: weights == nil ? model : nil,
            modelDigest: weights == nil ? modelDigest : nil, stack: column.answering.map { IdentityEntry($0) },
            calibrating: calibration == nil ? nil : column.answering.map(\.isCalibrating),
            calibration: calibration, setting: evaluation.setting, taskVersion: versions[evaluation.setting.task],
            lengths: evaluation.lengths, depths: evaluation.depths, samples: evaluation.samples,
            asking: evaluation.asking, isDiagnosing: isDiagnosing)
        return EvaluationRun(
            identity: try ContentHash(ofCanonical: identity), weights: weights, seed: seed, column: column,
            index: index, evaluation: evaluation, calibration: calibration)
    }
}

/// A strategy as it enters an identity: when it acts decides in which identity, not its value.
private struct IdentityEntry: Encodable {
    let strategy: String
    let configuration: AnyConfiguration

    init(_ entry: StackEntry) {
        strategy = entry.strategy
        configuration = entry.configuration
    }
}

/// Everything that the weights after a stage depend on.
private struct StageIdentity: Encodable {
    let format: Int
    let seed: UInt64
    let parent: ContentHash?
    let model: ModelSource?
    let modelDigest: String?
    let data: TrainingData?
    let dataDigest: String?
    let taskVersion: Int?
    let stage: StageConfiguration
    let stack: [IdentityEntry]
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
    let lengths: [Int]
    let depths: [Double]
    let samples: Int
    let asking: AskMode
    let isDiagnosing: Bool
}
