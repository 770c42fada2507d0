package import SSMContext
package import SSMTensor

/// Packs examples into batches by token budget.
///
/// Examples are numbered from 0 and each is a function of its number, so one integer says where the data stand.
///
/// The weight of a row is its kind's weight in the configuration divided by the number of such rows in the whole step, so
/// that the loss is a mix of two means, and losses and gradients of the batches of one step just add up. The random key
/// of an example comes from its number, not from its place in a batch.
package struct BatchPlan: Sendable {
    /// Makes the example of an index with a nominal length.
    package typealias Source = nonisolated(nonsending) (_ index: Int, _ length: Int) async throws -> EncodedExample

    /// The stage whose budget, accumulation and weights count.
    package let stage: StageConfiguration
    /// The key that the keys of the examples come from.
    package let key: RandomKey

    /// A plan of a stage's batches.
    package init(stage: StageConfiguration, key: RandomKey) {
        self.stage = stage
        self.key = key
    }

    /// The batches of one step, from an example on.
    ///
    /// A batch takes examples in order while they fit into the budget, and at least one.
    ///
    /// - Throws: `TrainingError` for an example without tokens or a step without weighted rows; what `source` throws.
    package nonisolated(nonsending) func step(
        _ step: Int, from position: Int, length: Int, source: Source
    ) async throws -> TrainingStep {
        var groups: [[EncodedExample]] = []
        var next = position
        var waiting: EncodedExample?
        while groups.count < stage.accumulation {
            var group: [EncodedExample] = []
            var room = stage.batchTokens
            while true {
                let example =
                    if let waiting { waiting } else { try checked(await source(next, length)) }
                guard group.isEmpty || example.tokens.count <= room else {
                    waiting = example
                    break
                }
                waiting = nil
                room -= example.tokens.count
                group.append(example)
                next += 1
                if room <= 0 { break }
            }
            groups.append(group)
        }
        return TrainingStep(batches: try batches(of: groups, step: step, firstIndex: position), next: next)
    }

    private func checked(_ example: EncodedExample) throws(TrainingError) -> EncodedExample {
        if example.tokens.isEmpty { throw .emptyExample(id: example.id) }
        return example
    }

    /// The batches of groups of examples, weighted over all of them.
    private func batches(
        of groups: [[EncodedExample]], step: Int, firstIndex: Int
    ) throws(TrainingError) -> [LearningBatch] {
        let weights = RowWeights(loss: stage.loss, of: groups)
        guard weights.target > 0 || weights.other > 0 else {
            throw .nothingToLearn(stage: stage.name, step: step, firstExample: groups[0][0].id)
        }
        var index = firstIndex
        return groups.map { group in
            defer { index += group.count }
            return batch(of: group, weights: group.flatMap(weights.rows), firstIndex: index)
        }
    }

    private func batch(of group: [EncodedExample], weights: [Float], firstIndex: Int) -> LearningBatch {
        LearningBatch(
            tokens: group.flatMap(\.tokens),
            layout: SequenceLayout(lengths: group.map(\.tokens.count)),
            targets: group.flatMap(\.targets),
            weights: weights,
            isTarget: group.flatMap(\.isTarget),
            isProtected: group.flatMap(\.isProtected),
            evidence: group.flatMap(\.evidence),
            ids: group.map(\.id),
            keys: group.indices.map { key.folding("example").folding(firstIndex + $0) })
    }
}

/// What the rows of one step weigh: each kind's share of the loss, divided among its rows.
private struct RowWeights {
    let target: Double
    let other: Double

    init(loss: LossWeights, of groups: [[EncodedExample]]) {
        var (targets, others) = (0, 0)
        for example in groups.joined() {
            for (target, isTarget) in zip(example.targets, example.isTarget) where target >= 0 {
                if isTarget { targets += 1 } else { others += 1 }
            }
        }
        target = targets > 0 ? loss.target / Double(targets) : 0
        other = others > 0 ? loss.other / Double(others) : 0
    }

    func rows(of example: EncodedExample) -> [Float] {
        zip(example.targets, example.isTarget).map { $0 < 0 ? 0 : Float($1 ? target : other) }
    }
}
