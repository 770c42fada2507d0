import SSMContext
package import SSMModel
import SSMTrain

/// The most memory that the parts of an experiment hold, by estimate.
package struct ExperimentMemory: Sendable {
    /// A stage of training or a column that answers.
    package struct Part: Sendable, Hashable {
        /// Its name in the experiment.
        package let name: String
        /// The bytes.
        package let bytes: Int
    }

    /// The estimate for the model alone.
    package let model: MemoryEstimate
    /// While each stage trains: weights, gradients, optimiser, and what the backward pass keeps of a batch.
    package let stages: [Part]
    /// While each column answers its longest contexts: the weights and what a packed prefill holds, the names of rows
    /// and the rows that the column's strategies hold included.
    package let columns: [Part]
    /// The context length that `columns` speaks of; nil when nothing is answered.
    package let longest: Int?
    /// Whether training takes examples of files, the longest of which may be longer than a batch.
    private let isOfFiles: Bool

    /// The estimate for an experiment with a model.
    ///
    /// - Throws: `StrategyError` and what else making a column's strategies can end with.
    package init(_ experiment: Experiment, model: ModelConfiguration, catalogs: Catalogs) throws {
        let estimate = MemoryEstimate(model)
        self.model = estimate
        isOfFiles = experiment.stagesWithData.contains(where: \.data.hasFiles)
        stages = experiment.stagesWithData.map { stage, data in
            Part(
                name: stage.name,
                bytes: estimate.trainingBytes(
                    tokens: max(stage.batchTokens, data.longest), isAccumulating: stage.accumulation > 1,
                    trained: Self.trained(by: stage, model: model)))
        }
        let lengths = experiment.evaluations.flatMap(\.lengths)
        longest = lengths.max()
        columns = try experiment.columns.all.map { column in
            let stack = try catalogs.stack(column.stack).acting(during: .answer)
            let most = lengths.map { Self.answering($0, with: stack, on: estimate) }.max() ?? 0
            return Part(name: column.name, bytes: most)
        }
    }

    /// The number of the model's parameters.
    package var parameterCount: Int { ParameterCounts(of: model.model).total }

    /// The most that a stage of training holds; 0 when nothing is trained.
    package var trainingBytes: Int { stages.map(\.bytes).max() ?? 0 }

    /// The most that a column holds while it answers; 0 when nothing is answered.
    package var answeringBytes: Int { columns.map(\.bytes).max() ?? 0 }

    /// Refuses an experiment that needs more than there is.
    ///
    /// - Throws: `RunError.memory` with the estimate.
    package func check(_ available: AvailableMemory) throws(RunError) {
        do {
            for stage in stages {
                try available.check(
                    stage.bytes, for: "training stage '\(stage.name)'",
                    remedy: isOfFiles
                        ? "make data.truncate-to or its batch-tokens smaller"
                        : "make model.width, model.layers or its batch-tokens smaller")
            }
            for column in columns {
                try available.check(
                    column.bytes, for: "answering with column '\(column.name)'",
                    remedy: "make the model or the longest of evaluate.lengths smaller")
            }
        } catch {
            throw .memory(error)
        }
    }

    /// What a stage trains of the model; parameters of strategies are few beside it.
    private static func trained(by stage: StageConfiguration, model: ModelConfiguration) -> TrainedParameters? {
        guard stage.lora != nil || stage.trainable != nil else { return nil }
        let selection = ParameterSelection(stage: stage, model: model, strategies: [])
        let adapters = stage.lora?.parameterCount(in: model) ?? 0
        let count = model.parameterShapes.reduce(adapters) { sum, parameter in
            selection.trained.contains(parameter.name) ? sum + parameter.shape.reduce(1, *) : sum
        }
        let tables = [ParameterName.embedding, ParameterName.head]
        return TrainedParameters(
            count: count, adapters: adapters, includesTables: tables.contains(where: selection.trained.contains))
    }

    /// Contexts of one length are read together until a batch is full.
    private static func answering(_ length: Int, with stack: StrategyStack, on estimate: MemoryEstimate) -> Int {
        let rows = max(length, Answering.batchRows)
        let sequences = (rows - 1) / length + 1
        let reading = estimate.prefillBytes(
            rows: rows, sequences: sequences, held: stack.heldRows(reading: rows, on: estimate.model))
        let (sum, overflows) = estimate.weightBytes.addingReportingOverflow(
            max(reading, estimate.decodingBytes(sequences: sequences)))
        return overflows ? .max : sum
    }
}
