import SSMContext
import SSMTensor
import SSMTrain

/// A table of embeddings and a linear head, with a little noise so that the random keys matter.
enum TinyModel {
    static let width = 16

    static func parameters(on device: Device) -> ParameterTree {
        let key = RandomKey(seed: 3)
        let shape = [TinyTask.letters + 1, width]
        var tree = ParameterTree()
        tree["model/embeddings.weight"] = .normal(shape, scale: 0.3, key: key.folding("table"), on: device)
        tree["model/norm.weight"] = .filled(with: 1, shape: [width], on: device)
        tree["model/head.weight"] = .normal(shape, scale: 0.3, key: key.folding("head"), on: device)
        return tree
    }

    static func loss(noise: Float = 0.01) -> Trainer.Loss {
        { batch, parameters, key in
            guard let table = parameters["model/embeddings.weight"], let norm = parameters["model/norm.weight"],
                let head = parameters["model/head.weight"]
            else { throw MissingParameter() }
            let rows = batch.scoredRows
            let clean = Tensor.embedding(rows.map { batch.tokens[$0] }, table: table) * norm
            let hidden = clean + Tensor.normal(clean.shape, scale: noise, key: key, on: clean.device)
            let targets = rows.map { Int(batch.targets[$0]) }
            let result = Tensor.crossEntropy(
                hidden: hidden, head: head, targets: targets, weights: rows.map { batch.weights[$0] })
            let scored = rows.indices.filter { batch.isTarget[rows[$0]] }
            let losses = scored.map { Double(result.losses[$0]) }
            let correct = scored.count { result.predictions[$0] == targets[$0] }
            return BatchLoss(
                total: result.total, targetLoss: losses.reduce(0, +) / Double(scored.count),
                targetAccuracy: Double(correct) / Double(scored.count))
        }
    }

    struct MissingParameter: Error {}
}

extension LearningBatch {
    /// The rows that the loss needs, ascending.
    var scoredRows: [Int] {
        weights.indices.filter { weights[$0] != 0 }
    }
}
