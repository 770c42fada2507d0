import SSMTensor

extension LanguageModel {
    /// The same model with adapters beside its weights, in place of any that it had.
    ///
    /// A layer computes x · Wᵀ + scale · (x · Aᵀ) · Bᵀ. For many rows that costs less than merging first: the gradient of
    /// a frozen W is never made, where W + scale · B · A would need all of it to find those of A and B.
    ///
    /// - Throws: `ModelError.adapterDoesNotFit`.
    public func adapted(by adapters: LowRankAdapters) throws(ModelError) -> LanguageModel {
        try LanguageModel(configuration, parameters: parameters, adapters: adapters, on: device)
    }

    /// The model without adapters whose weights are W + scale · B · A; differentiable.
    ///
    /// Adapters of the embedding or of the head act on one of the two: if these are one matrix so far, they become two,
    /// as the configuration of the result says.
    ///
    /// - Returns: this model when it has no adapters.
    public func merged() throws(ModelError) -> LanguageModel {
        guard let adapters else { return self }
        var configuration = configuration
        var merged = parameters
        if adapters.configuration.unties(configuration) {
            configuration.tiesEmbeddings = false
            merged[ParameterName.head] = parameters[ParameterName.embedding]
        }
        for name in adapters.targets {
            guard let weight = merged[name], let difference = adapters.difference(of: name) else { continue }
            merged[name] = weight + difference
        }
        return try LanguageModel(configuration, parameters: merged, on: device)
    }

    /// Random numbers of the rows of a chunk, when adapters drop inputs: in training only.
    func rowKeys(of chunk: Chunk, in request: ForwardRequest) -> RowKeys? {
        guard request.isDifferentiable, let adapters, adapters.configuration.dropout > 0 else { return nil }
        return RowKeys(of: chunk, sequences: request.sequences)
    }
}
