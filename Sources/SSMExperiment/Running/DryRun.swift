package import Foundation
import SSMModel
import SSMRecord
package import SSMTensor

/// What a run of an experiment would do, without doing it.
///
/// An experiment about a checkpoint that is not there can still be planned: then the size of the model is not known,
/// and the runs get other identities once it is.
package struct DryRun: Sendable {
    private let experiment: Experiment
    private let output: URL
    private let plan: RunPlan
    private let model: ModelConfiguration?

    /// The dry run of an experiment into a folder, which need not be there.
    ///
    /// - Throws: what `Materials` throws; a checkpoint that is missing is no error.
    package init(_ experiment: Experiment, catalogs: Catalogs, device: Device, output: URL) throws {
        self.experiment = experiment
        self.output = output
        if case .checkpoint(let path) = experiment.model, !FileManager.default.fileExists(atPath: path) {
            plan = try experiment.expanded(versions: catalogs.taskVersions)
            model = nil
        } else {
            let materials = try Materials(experiment, catalogs: catalogs, device: device)
            plan = materials.plan
            model = materials.model
        }
    }

    /// The number of the model's parameters, or nil when the model is not there.
    package var parameterCount: Int? { model.map(Self.parameterCount) }

    /// Roughly the most memory that training holds: weights, gradients and both means of AdamW, and what the backward
    /// pass keeps of each token of a batch. Nil when the model is not there.
    package var trainingBytes: Int? {
        model.map { model in
            let kept = 4 * model.width + 8 * model.innerWidth + 2 * model.timeStepRank + 4 * model.state
            let tokens = experiment.train.map(\.batchTokens).max() ?? 0
            return tokens > 0 ? 4 * (4 * Self.parameterCount(model) + tokens * model.layers * kept) : 0
        }
    }

    /// Roughly the most memory that answering holds: the weights, and the residual stream of the prompts that are read
    /// together with the chunk that is in work. Nil when the model is not there.
    package var answeringBytes: Int? {
        model.map { model in
            let longest = experiment.evaluations.flatMap(\.lengths).max() ?? 0
            let rows = longest > 0 ? max(longest, Answering.batchRows) : 0
            let chunk = LanguageModel.defaultChunkRows * 8 * model.innerWidth
            return 4 * (Self.parameterCount(model) + rows * (model.width + 2) + chunk)
        }
    }

    private static func parameterCount(_ model: ModelConfiguration) -> Int {
        model.parameterShapes.reduce(0) { $0 + $1.shape.reduce(1, *) }
    }

    /// The resolved configuration, the runs with their states, the number of parameters and the memory, for a person.
    ///
    /// - Throws: what the encoding of a configuration throws; `RecordError` for a state that cannot be read.
    package func text() throws -> String {
        var lines = ["# Resolved configuration", try experiment.resolvedYAML(), "# Runs in \(output.relativePath)"]
        for run in plan.stages {
            let folder = ExperimentFolder.stage(run.identity, in: output)
            lines.append(try line(.stage(run), folder) + "; used by \(run.columns.joined(separator: ", "))")
        }
        for run in plan.evaluations {
            lines.append(try line(.evaluation(run), ExperimentFolder.evaluation(run.identity, in: output)))
        }
        lines += [
            "", "# Size", "\(plan.stages.count) runs of training, \(plan.evaluations.count) of evaluation",
        ]
        return (lines + size).joined(separator: "\n") + "\n"
    }

    private var size: [String] {
        guard let model, let parameterCount, let trainingBytes, let answeringBytes else {
            guard case .checkpoint(let path) = experiment.model else { return [] }
            return ["there is no model at \(path): its size is not known; give its path as model.checkpoint=PATH"]
        }
        return [
            "\(parameterCount) parameters: vocabulary \(model.vocabularySize), width \(model.width), "
                + "layers \(model.layers), state \(model.state)",
            "about \(Self.megabytes(trainingBytes)) MB while training, "
                + "\(Self.megabytes(answeringBytes)) MB while answering",
        ]
    }

    private func line(_ run: PlannedRun, _ folder: RunFolder) throws -> String {
        let state = try folder.state(title: run.title)
        let progress = state.phase == .pending ? "" : " (\(state.phase.rawValue))"
        return "\(folder.url.deletingLastPathComponent().lastPathComponent)/\(folder.url.lastPathComponent)  "
            + run.title + progress
    }

    private static func megabytes(_ bytes: Int) -> Int { (bytes + 999_999) / 1_000_000 }
}
