public import SSMModel
public import SSMTensor

/// A model inside a stack of strategies: everything that trains, prefills or answers goes through here.
public struct StrategyRuntime: Sendable {
    /// The model.
    public let model: LanguageModel
    /// The strategies, outermost first.
    public let stack: StrategyStack
    /// Trainable tensors of the strategies by "<label>/<name>".
    public let parameters: ParameterTree
    /// Who observes every pass.
    public var probes = ProbeSet.none

    /// A model inside a stack.
    ///
    /// - Throws: `StrategyError.missingParameters` when a tensor that a strategy declares is not there.
    public init(model: LanguageModel, stack: StrategyStack, parameters: ParameterTree) throws(StrategyError) {
        for (label, name) in stack.declaredNames(for: model) where parameters["\(label)/\(name)"] == nil {
            throw .missingParameters(strategy: label, name: name)
        }
        self.model = model
        self.stack = stack
        self.parameters = parameters
    }

    /// Runs one pass through every strategy.
    public func forward(_ request: ForwardRequest, phase: Phase, meter: CostMeter) throws -> ForwardResult {
        var request = request
        if request.probes.probes.isEmpty { request.probes = probes }
        return try forward(request, from: 0, phase: phase, meter: meter)
    }

    /// Runs one pass through the strategies from one on inwards.
    private func forward(
        _ request: ForwardRequest, from level: Int, phase: Phase, meter: CostMeter
    ) throws -> ForwardResult {
        guard level < stack.entries.count else { return try model.forward(request, meter: meter) }
        let entry = stack.entries[level]
        let result = try entry.strategy.forward(
            request, in: context(of: entry, phase: phase, sequences: request.sequences, probes: request.probes)
        ) { inner in
            var inner = inner
            while inner.hookOwners.count < inner.hooks.count { inner.hookOwners.append(entry.label) }
            return try forward(inner, from: level + 1, phase: phase, meter: meter)
        }
        try check(result, of: request, from: entry.label)
        return result
    }

    /// Hooks of the decoding steps, outermost first.
    func decodeHooks(sequences: [SequenceInfo]) -> [any ScanHook] {
        stack.entries.flatMap {
            $0.strategy.decodeHooks(in: context(of: $0, phase: .prefill, sequences: sequences, probes: .none))
        }
    }

    private func context(
        of entry: StrategyStack.Entry, phase: Phase, sequences: [SequenceInfo], probes: ProbeSet
    ) -> ForwardContext {
        ForwardContext(
            phase: phase, model: ModelDescription(model), parameters: parameters.group(under: entry.label + "/"),
            sequences: sequences, label: entry.label, probes: probes)
    }

    /// Refuses a result that breaks the rules, and names the strategy that returned it.
    private func check(
        _ result: ForwardResult, of request: ForwardRequest, from label: String
    ) throws(StrategyError) {
        func broken(_ rule: String) -> StrategyError { .brokenRule(strategy: label, rule: rule) }
        guard result.layout.count == request.stream.layout.count else {
            throw broken("returned \(result.layout.count) sequences of \(request.stream.layout.count)")
        }
        guard result.positions.count == result.layout.rows else {
            throw broken("returned \(result.positions.count) positions for \(result.layout.rows) rows")
        }
        for sequence in 0..<result.layout.count {
            let positions = result.positions[result.layout.range(of: sequence)]
            for (before, after) in zip(positions, positions.dropFirst()) where after < before {
                throw broken("returned positions that decrease in sequence \(sequence)")
            }
        }
        let named = request.protected
        let present = named.count(in: result.positions, result.layout)
        let wanted = named.count(in: request.stream.positions, request.stream.layout)
        guard present >= wanted else { throw broken("dropped \(wanted - present) protected rows") }
        if request.outputs.state, result.state == nil { throw broken("did not return the state") }
        if request.outputs.logits != nil, result.logits == nil { throw broken("did not return the logits") }
        if request.outputs.hidden != nil, result.hidden == nil { throw broken("did not return the hidden rows") }
        if request.outputs.loss != nil, result.loss == nil { throw broken("did not return the loss") }
    }
}

extension RowNames {
    fileprivate func count(in positions: [Int32], _ layout: SequenceLayout) -> Int {
        guard !isEmpty, self != .all else { return 0 }
        return rows(of: positions, in: layout).mask.count { $0 }
    }
}
