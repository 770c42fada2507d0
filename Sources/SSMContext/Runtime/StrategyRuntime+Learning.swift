public import SSMModel

extension StrategyRuntime {
    /// The loss of a batch, through every strategy.
    ///
    /// Rows that predict answers are required and protected; other rows count where they survive.
    public func loss(of batch: LearningBatch, isDifferentiable: Bool, meter: CostMeter) throws -> LossResult {
        let layout = batch.layout
        var targets: [[LossTargets.Target]] = []
        var protected: [[Int32]] = []
        var sequences: [SequenceInfo] = []
        for sequence in 0..<layout.count {
            let range = layout.range(of: sequence)
            func positions(where belongs: (Int) -> Bool) -> [Int32] {
                range.filter(belongs).map { Int32($0 - range.lowerBound) }
            }
            targets.append(
                range.filter { batch.targets[$0] >= 0 && (batch.weights[$0] != 0 || batch.isTarget[$0]) }.map {
                    LossTargets.Target(
                        position: Int32($0 - range.lowerBound), token: batch.targets[$0], weight: batch.weights[$0],
                        isRequired: batch.isTarget[$0])
                })
            protected.append(positions { batch.isProtected[$0] })
            sequences.append(
                SequenceInfo(
                    id: batch.ids[sequence],
                    promptLength: range.firstIndex { batch.isTarget[$0] }.map { $0 - range.startIndex + 1 }
                        ?? range.count,
                    totalLength: range.count, key: batch.keys[sequence],
                    evidence: positions { batch.evidence[$0] }))
        }
        let request = ForwardRequest(
            stream: TokenStream((0..<layout.count).map { Array(batch.tokens[layout.range(of: $0)]) }),
            sequences: sequences, outputs: ForwardOutputs(loss: LossTargets(targets)),
            protected: RowNames(protected), isDifferentiable: isDifferentiable)
        guard let loss = try forward(request, phase: .training, meter: meter).loss else {
            throw StrategyError.brokenRule(strategy: "runtime", rule: "a pass returned no loss")
        }
        return loss
    }
}
