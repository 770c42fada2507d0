package import Foundation
import SSMModel
import SSMRecord
package import SSMStore
package import SSMTensor
import SSMTrain

/// What a run of an experiment would do, without doing it.
///
/// An experiment about a checkpoint that is not there can still be planned: then the size of the model is not known,
/// and the runs get other identities once it is.
package struct DryRun: Sendable {
    private let experiment: Experiment
    private let output: URL
    private let plan: RunPlan
    private let model: ModelConfiguration?
    private let memory: ExperimentMemory?
    private let selection: TrainingSelection?
    private let data: DataReport?

    /// The dry run of an experiment into a folder, which need not be there.
    ///
    /// - Parameters:
    ///   - checker: as that of `Materials`.
    ///   - isUntrainedAllowed: as that of `Materials`.
    /// - Throws: what `Materials` throws; a checkpoint that is missing is no error.
    package init(
        _ experiment: Experiment, catalogs: Catalogs, device: Device, checker: ForeignFileChecker? = nil,
        isUntrainedAllowed: Bool = false, output: URL
    ) throws {
        self.experiment = experiment
        self.output = output
        if case .checkpoint(let path) = experiment.model, !FileManager.default.fileExists(atPath: path) {
            plan = try experiment.expanded(versions: catalogs.taskVersions)
            model = nil
            memory = nil
            selection = nil
            data = nil
        } else {
            let materials = try Materials(
                experiment, catalogs: catalogs, device: device, checker: checker,
                isUntrainedAllowed: isUntrainedAllowed)
            plan = materials.plan
            model = materials.model
            memory = materials.memory
            selection = materials.selection
            data = materials.dataReport
        }
    }

    /// The number of the model's parameters, or nil when the model is not there.
    package var parameterCount: Int? { memory?.parameterCount }

    /// Roughly the most memory that training holds. Nil when the model is not there.
    package var trainingBytes: Int? { memory?.trainingBytes }

    /// Roughly the most memory that answering holds. Nil when the model is not there.
    package var answeringBytes: Int? { memory?.answeringBytes }

    /// The resolved configuration, the runs with their states, the number of parameters and the memory, for a person.
    ///
    /// - Throws: what the encoding of a configuration throws; `RecordError` for a state that cannot be read.
    package func text() throws -> String {
        var lines = ["# Resolved configuration", try experiment.resolvedYAML(), "# Runs in \(output.relativePath)"]
        for run in plan.stages {
            let folder = ExperimentFolder.stage(run.identity, in: output)
            lines.append(
                try line(.stage(run), folder) + "; used by \(run.columns.joined(separator: ", "))" + chosen(for: run)
                    + trained(by: run))
        }
        for run in plan.evaluations {
            lines.append(try line(.evaluation(run), ExperimentFolder.evaluation(run.identity, in: output)))
        }
        if let report = data {
            lines += ["", "# Data"] + report.lines
        } else if experiment.stagesWithData.contains(where: \.data.hasFiles) {
            lines += ["", "# Data", "the rows are counted in tokens of the model, once it is there"]
        }
        lines += [
            "", "# Size",
            "\(plan.stages.count) \(plan.stages.count == 1 ? "run" : "runs") of training\(trials), "
                + "\(plan.evaluations.count) of evaluation",
        ]
        return (lines + size).joined(separator: "\n") + "\n"
    }

    /// How many runs try learning rates.
    private var trials: String {
        let count = plan.stages.filter(\.isCandidate).count
        return count == 0 ? "" : " (\(count) of them to choose a learning rate)"
    }

    private var size: [String] {
        guard let model, let memory else {
            guard case .checkpoint(let path) = experiment.model else { return [] }
            return ["there is no model at \(path): its size is not known; give its path as model.checkpoint=PATH"]
        }
        return [
            "\(memory.parameterCount) parameters: vocabulary \(model.vocabularySize), width \(model.width), "
                + "layers \(model.layers), state \(model.state)",
            "about \(MemoryEstimate.text(memory.trainingBytes)) while training, "
                + "\(MemoryEstimate.text(memory.answeringBytes)) while answering",
        ]
    }

    /// Where the learning rate of a run comes from, when it is not given.
    private func chosen(for run: StageRun) -> String {
        run.stage.tune.map { "; at the best rate of those tried on seed \($0.seed)" } ?? ""
    }

    /// How many parameters a run trains, and what becomes of a tied embedding.
    private func trained(by run: StageRun) -> String {
        guard let entry = selection?.entry(of: run) else { return "" }
        return "; trains \(entry.trained) of \(entry.total) parameters"
            + (entry.unties ? "; embedding and head, one matrix so far, become two" : "")
    }

    private func line(_ run: PlannedRun, _ folder: RunFolder) throws -> String {
        let state = try folder.state(title: run.title)
        let progress = state.phase == .pending ? "" : " (\(state.phase.rawValue))"
        return "\(folder.url.deletingLastPathComponent().lastPathComponent)/\(folder.url.lastPathComponent)  "
            + run.title + progress
    }
}
