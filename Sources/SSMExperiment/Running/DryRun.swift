package import Foundation
import SSMModel
import SSMRecord

/// What a run of an experiment would do, without doing it.
package struct DryRun: Sendable {
    private let materials: Materials
    private let output: URL

    /// The dry run of an experiment into a folder, which need not be there.
    package init(_ materials: Materials, output: URL) {
        self.materials = materials
        self.output = output
    }

    /// The number of the model's parameters.
    package var parameterCount: Int {
        materials.model.parameterShapes.reduce(0) { $0 + $1.shape.reduce(1, *) }
    }

    /// Roughly the most memory that training holds: weights, gradients and both means of AdamW, and what the backward
    /// pass keeps of each token of a batch.
    package var trainingBytes: Int {
        let model = materials.model
        let kept = 4 * model.width + 8 * model.innerWidth + 2 * model.timeStepRank + 4 * model.state
        let tokens = materials.experiment.train.map(\.batchTokens).max() ?? 0
        return tokens > 0 ? 4 * (4 * parameterCount + tokens * model.layers * kept) : 0
    }

    /// Roughly the most memory that answering holds: the weights, and the residual stream of the prompts that are read
    /// together with the chunk that is in work.
    package var answeringBytes: Int {
        let model = materials.model
        let longest = materials.experiment.evaluations.flatMap(\.lengths).max() ?? 0
        let rows = longest > 0 ? max(longest, Answering.batchRows) : 0
        let chunk = LanguageModel.defaultChunkRows * 8 * model.innerWidth
        return 4 * (parameterCount + rows * (model.width + 2) + chunk)
    }

    /// The resolved configuration, the runs with their states, the number of parameters and the memory, for a person.
    ///
    /// - Throws: what the encoding of a configuration throws; `RecordError` for a state that cannot be read.
    package func text() throws -> String {
        let plan = materials.plan
        var lines = [
            "# Resolved configuration", try materials.experiment.resolvedYAML(), "# Runs in \(output.relativePath)",
        ]
        for run in plan.stages {
            let folder = ExperimentFolder.stage(run.identity, in: output)
            lines.append(try line(.stage(run), folder) + "; used by \(run.columns.joined(separator: ", "))")
        }
        for run in plan.evaluations {
            lines.append(try line(.evaluation(run), ExperimentFolder.evaluation(run.identity, in: output)))
        }
        let model = materials.model
        lines += [
            "", "# Size",
            "\(plan.stages.count) runs of training, \(plan.evaluations.count) of evaluation",
            "\(parameterCount) parameters: vocabulary \(model.vocabularySize), width \(model.width), "
                + "layers \(model.layers), state \(model.state)",
            "about \(Self.megabytes(trainingBytes)) MB while training, "
                + "\(Self.megabytes(answeringBytes)) MB while answering",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(_ run: PlannedRun, _ folder: RunFolder) throws -> String {
        let state = try folder.state(title: run.title)
        let progress = state.phase == .pending ? "" : " (\(state.phase.rawValue))"
        return "\(folder.url.deletingLastPathComponent().lastPathComponent)/\(folder.url.lastPathComponent)  "
            + run.title + progress
    }

    private static func megabytes(_ bytes: Int) -> Int { (bytes + 999_999) / 1_000_000 }
}
