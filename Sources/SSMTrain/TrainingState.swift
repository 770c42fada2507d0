import Foundation
package import SSMStore
package import SSMTensor

/// What a stage changes from step to step: parameters, optimiser and progress. A checkpoint holds all of it, and the
/// frozen parameters, which have no gradients and no means.
package struct TrainingState: Sendable {
    /// Parameters that stay as they are.
    package let frozen: ParameterTree
    /// The trained parameters' names, in order.
    package let names: [String]
    /// The trained parameters, in order.
    package internal(set) var parameters: [Tensor]
    /// The optimiser.
    package internal(set) var optimizer: AdamW
    /// Everything else.
    package internal(set) var progress: TrainingProgress

    /// The beginning of a stage.
    package init(
        _ parameters: ParameterTree, frozen: ParameterTree = ParameterTree(), progress: TrainingProgress
    ) {
        self.frozen = frozen.mapValues(\.detached)
        names = parameters.map(\.name)
        self.parameters = parameters.map { $0.tensor.detached }
        optimizer = AdamW(parameters)
        self.progress = progress
    }

    /// The trained parameters by name.
    package var trained: ParameterTree {
        var tree = ParameterTree()
        for (name, tensor) in zip(names, parameters) { tree[name] = tensor }
        return tree
    }

    /// All parameters by name, the frozen ones first.
    package var tree: ParameterTree { frozen.merging(trained) }

    /// The state as a checkpoint: the parameters under their names, the optimiser's means under `optimizer/m` and
    /// `optimizer/v`, the progress as the text `progress`.
    ///
    /// - Throws: `EncodingError`, never for a state that training has made.
    package func checkpoint(texts: [String: String]) throws -> Checkpoint {
        var tensors = tree
        for (name, mean) in zip(names, optimizer.means) { tensors[TrainingState.meanPrefix + name] = mean }
        for (name, square) in zip(names, optimizer.meanSquares) { tensors[TrainingState.squarePrefix + name] = square }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var texts = texts
        texts[TrainingState.progressText] = String(decoding: try encoder.encode(progress), as: UTF8.self)
        return Checkpoint(tensors: tensors, texts: texts)
    }

    /// The state in a checkpoint of the same run.
    ///
    /// - Parameters:
    ///   - checkpoint: What was saved.
    ///   - start: The beginning of the stage: which parameters there are, and which stage, data and key.
    /// - Throws: `TrainingStateMismatch` that says what differs.
    init(_ checkpoint: Checkpoint, of start: TrainingState) throws(TrainingStateMismatch) {
        guard let text = checkpoint.texts[TrainingState.progressText] else {
            throw TrainingStateMismatch("it has no progress of training")
        }
        guard let progress = try? JSONDecoder().decode(TrainingProgress.self, from: Data(text.utf8)) else {
            throw TrainingStateMismatch("its progress cannot be read")
        }
        if progress.stage != start.progress.stage {
            throw TrainingStateMismatch("its stage '\(progress.stage.name)' has another configuration")
        }
        if progress.key != start.progress.key { throw TrainingStateMismatch("its seed is another one") }
        if progress.dataLength != start.progress.dataLength {
            throw TrainingStateMismatch("its data have the length \(progress.dataLength)")
        }
        func tensors(_ prefix: String) throws(TrainingStateMismatch) -> [Tensor] {
            var found: [Tensor] = []
            for (name, expected) in zip(start.names, start.parameters) {
                guard let tensor = checkpoint.tensors[prefix + name], tensor.shape == expected.shape else {
                    throw TrainingStateMismatch("'\(prefix + name)' is missing or has another shape")
                }
                found.append(tensor)
            }
            return found
        }
        frozen = start.frozen
        names = start.names
        parameters = try tensors("")
        optimizer = AdamW(
            names: start.names, means: try tensors(TrainingState.meanPrefix),
            meanSquares: try tensors(TrainingState.squarePrefix))
        self.progress = progress
    }

    private static let meanPrefix = "optimizer/m/"
    private static let squarePrefix = "optimizer/v/"
    private static let progressText = "progress"
}
