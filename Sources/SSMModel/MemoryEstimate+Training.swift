import SSMTensor

extension MemoryEstimate {
    /// Bytes of a step of training at its peak: weights, gradients and both means of AdamW, what the backward pass
    /// keeps of each row of a batch, and the gradients in work.
    ///
    /// - Parameters:
    ///   - tokens: rows of a packed batch.
    ///   - isAccumulating: whether gradients of several batches are added up for one step.
    ///   - trained: what has gradients and means; nil: every parameter.
    public func trainingBytes(
        tokens: Int, isAccumulating: Bool = false, trained: TrainedParameters? = nil
    ) -> Int {
        Self.bytes(
            trainingElements(
                tokens: Double(tokens), isAccumulating: isAccumulating, trained: trained ?? .all(of: model)))
    }

    private func trainingElements(tokens: Double, isAccumulating: Bool, trained: TrainedParameters) -> Double {
        let (width, inner) = (Double(model.width), Double(model.innerWidth))
        let (state, rank) = (Double(model.state), Double(model.timeStepRank))
        let table = trained.includesTables ? Double(model.vocabularySize) * width : 0
        let gradients = Double(trained.count)
        // Of each row and layer: residual and its norm, scan input before and after the convolution, raw steps, gate
        // and scan output, the projections, and a state for every span of the scan.
        let kept = 2 * width + 5 * inner + rank + 2 * state + 1 + inner * state / Double(Tensor.scanSpan)
        // The last residual, its norm and the gradient that the loss makes with it.
        let tape = tokens * (Double(model.layers) * kept + 3 * width)
        // Gradients of one block on their way back: of the scan's output and three of its operands, of B and C by
        // group of channels, of the residual stream.
        let groups = (inner / Double(Tensor.scanGroupSize(channels: model.innerWidth))).rounded(.up)
        let work = tokens * (4 * inner + 2 * groups * state + 2 * width)
        let logits = min(tokens * Double(model.vocabularySize), Double(Tensor.crossEntropyElements))
        let fixed =
            parameters + Double(trained.adapters) + (isAccumulating ? 3 : 2) * gradients + rates + tape + table
        // Either the loss is computed, or all gradients but the first block's are there.
        return fixed + max(logits, gradients + max(table, work))
    }
}
