public import SSMContext
public import SSMModel

/// Drops rows in the middle of the model, so that the layers behind see a sequence no longer than in training.
///
/// While a prompt is read, and in training, each decimating layer ranks the rows that enter it by their steps, keeps
/// the highest and lets the others leave the residual stream for good. Decoding is that of the model without it.
///
/// - Source: DeciMamba (Ben-Kish et al., ICLR 2025) and the authors' code, assafbk/DeciMamba.
public struct DeciMamba: ContextStrategy {
    public static let name: StrategyName = "decimamba"

    public let configuration: DeciMambaConfiguration

    /// A strategy with a configuration.
    ///
    /// - Throws: `StrategyError.badConfiguration` naming the key.
    public init(_ configuration: DeciMambaConfiguration) throws(StrategyError) {
        if let (key, reason) = configuration.objection {
            throw .badConfiguration(strategy: DeciMamba.name, key: key, reason: reason)
        }
        self.configuration = configuration
    }

    /// Refuses layers and candidate layers that the model lacks.
    ///
    /// - Throws: `StrategyError.badConfiguration` naming the key and the layer.
    public func check(for model: ModelConfiguration) throws(StrategyError) {
        for (key, layers) in [("layers", configuration.layers), ("candidate-layers", configuration.candidateLayers)] {
            guard let missing = layers?.first(where: { $0 >= model.layers }) else { continue }
            throw .badConfiguration(
                strategy: DeciMamba.name, key: key,
                reason: "\(missing) is no layer of this model, whose layers are 0 to \(model.layers - 1)")
        }
    }

    /// All rows of the residual stream: the choice among them is made when all are scored.
    public func heldRows(reading rows: Int, on model: ModelConfiguration) -> HeldRows {
        HeldRows(residual: rows)
    }

    /// Attaches the hook that drops rows, and protects the end of every prompt and all that follows it.
    public func forward(
        _ request: ForwardRequest, in context: ForwardContext, next: (ForwardRequest) throws -> ForwardResult
    ) throws -> ForwardResult {
        var request = request
        let schedule = DecimationSchedule(
            layers: configuration.layers ?? [context.model.configuration.layers / 2],
            baseLength: configuration.baseLength, beta: configuration.beta, minimum: configuration.minimum)
        request.hooks.append(
            DecimationHook(schedule: schedule, score: configuration.score, slowLanes: configuration.slowLanes))
        request.protected = request.protected.union(endsOfPrompts(of: request))
        return try next(request)
    }

    /// Finds the layer, and if asked the base length, that does best on the calibration split when it decimates alone.
    ///
    /// - Returns: the strategy with that one layer; of equals the first one tried.
    /// - Throws: `StrategyError` when a candidate layer does not exist or no candidate gives a number.
    /// - Source: `find_deci_layer` of the authors' code, which tries layers 8 to 24 and reports an index that starts
    ///   at 8; here every layer is a candidate unless the configuration lists some, and indices are those of the model.
    public func calibrated(on bench: CalibrationBench) throws -> DeciMamba {
        try check(for: bench.model.configuration)
        let layers = bench.model.configuration.layers
        let candidates = configuration.candidateLayers ?? Array(0..<layers)
        let lengths =
            configuration.candidateBaseLengths.isEmpty
            ? [configuration.baseLength] : configuration.candidateBaseLengths
        var best: (merit: Double, strategy: DeciMamba)?
        for layer in candidates {
            for length in lengths {
                var trial = configuration
                trial.layers = [layer]
                trial.baseLength = length
                let strategy = try DeciMamba(trial)
                let merit =
                    switch configuration.criterion {
                    case .score: try bench.score(with: strategy)
                    case .loss: -(try bench.loss(with: strategy))
                    }
                if merit.isFinite, best.map({ merit > $0.merit }) ?? true { best = (merit, strategy) }
            }
        }
        guard let best else {
            throw StrategyError.unsupported(
                strategy: DeciMamba.name.text, reason: "calibration gave no number for any candidate layer")
        }
        return best.strategy
    }

    private func endsOfPrompts(of request: ForwardRequest) -> RowNames {
        let stream = request.stream
        return RowNames(
            request.sequences.enumerated().map { index, sequence in
                let first = Int32(clamping: sequence.promptLength - configuration.protected)
                return stream.layout.range(of: index).map { stream.positions[$0] }.filter { $0 >= first }
            })
    }
}
