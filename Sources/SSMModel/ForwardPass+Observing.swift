import SSMTensor

extension ForwardPass {
    /// Shows the scores that a hook gave to all rows that entered its layer, also as a value of the hook's strategy.
    func observeImportance(_ record: SelectionRecord, of names: StreamNames) throws {
        func importance() -> Tensor {
            Tensor(record.importance, shape: [record.importance.count], on: model.device)
        }
        try request.probes.observe(.importance, at: record.layer, in: names.chunk, .tensor(importance()))
        try request.probes.publish(
            "\(record.owner).scores", at: record.layer, positions: names.positions, tokens: names.tokens,
            layout: names.layout, importance())
    }

    /// Shows the rows that the hooks of a layer leave in the stream.
    func observeKept(_ names: StreamNames, at layer: Int) throws {
        try request.probes.observe(
            .kept, at: layer, in: names.chunk,
            .tensor(.filled(with: 1, shape: [names.layout.rows], on: model.device)))
    }
}
