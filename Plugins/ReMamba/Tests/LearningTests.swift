import ReMamba
import SSMContext
import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

@Suite struct LearningTests {
    private let device = Device(workers: 1, poisoned: true)
    private let tokens = TinyModel.tokens(24, key: RandomKey(seed: 51))

    /// The loss of a few rows behind the prompt.
    private func loss(
        _ configuration: ReMambaConfiguration, _ model: LanguageModel, _ parameters: ParameterTree
    ) throws -> Tensor {
        let targets = LossTargets([
            [15, 18, 22].map {
                LossTargets.Target(position: $0, token: tokens[Int($0) + 1], weight: 1, isRequired: true)
            }
        ])
        let info = SequenceInfo(id: "a", promptLength: 16, totalLength: 24, key: RandomKey(seed: 1))
        let request = ForwardRequest(
            stream: TokenStream([tokens]), sequences: [info], outputs: ForwardOutputs(loss: targets),
            isDifferentiable: true)
        let result = try runtime(configuration, model, parameters).forward(
            request, phase: .training, meter: CostMeter())
        return try #require(result.loss).total
    }

    private func rule(keep: Double) -> TrainingRatios {
        TrainingRatios(keep: RatioRange(keep, keep), compressShort: RatioRange(0.5, 0.5))
    }

    @Test(arguments: [ImportanceUse.steps, .values, .none], MemoryPlacement.allCases)
    func `gradients go through both passes`(_ importance: ImportanceUse, _ placement: MemoryPlacement) throws {
        let model = try TinyModel.make(on: device)
        let strategy = try parameters(for: model)
        // Every row of the region is chosen, so that a difference of losses meets no jump of the choice.
        let configuration = ReMambaConfiguration(
            importance: importance, placement: placement, importanceGradient: .true, training: rule(keep: 1))
        try expectGradients(of: model.parameters.merging(strategy), key: RandomKey(seed: 52)) { all in
            let moved = try LanguageModel(model.configuration, parameters: all, on: device)
            return try loss(configuration, moved, all)
        }
    }

    @Test func `the scaled gradient of an importance is the true one times the importance`() throws {
        let model = try TinyModel.make(on: device)
        let strategy = try parameters(for: model)
        let plain = try model.forward(
            ForwardRequest(
                stream: TokenStream([Array(tokens.prefix(16))]), sequences: TinyModel.prompts([tokens]),
                outputs: ForwardOutputs(hidden: .surviving)),
            meter: CostMeter())
        let hidden = try #require(plain.hidden).values
        let cosines = try MemoryNetworks(strategy.group(under: "remamba/")).cosines(
            of: hidden.rows(0..<8), to: hidden.rows(15..<16)
        ).values
        // One memory row: all that reaches the query and the key comes through its importance.
        let importance = try #require(cosines.max())
        #expect(importance > 0 && importance < 1)
        func gradients(_ gradient: ImportanceGradient) throws -> [String: Tensor] {
            let tracked = strategy.mapValues { $0.tracked() }
            let configuration = ReMambaConfiguration(importanceGradient: gradient, training: rule(keep: 0.1))
            let gradients = try loss(configuration, model, tracked).gradients()
            return Dictionary(
                uniqueKeysWithValues: tracked.compactMap { entry in
                    gradients[entry.tensor].map { (entry.name, $0) }
                })
        }
        let (scaled, exact) = (try gradients(.scaled), try gradients(.true))
        #expect(exact.count == 14)
        for (name, gradient) in exact {
            let factor = name.contains(/query|key/) ? importance : 1
            expectClose(try #require(scaled[name]), gradient * factor, within: .summationOrder, named: name)
        }
    }

    @Test func `a cosine below zero has the importance 0 and no gradient`() throws {
        let model = try TinyModel.make(on: device)
        var strategy = try parameters(for: model)
        // The query is the negative of the only key there is.
        for part in ["query", "key"] {
            for place in 0...1 { strategy["remamba/\(part).\(place).weight"] = .zeros([16, 16], on: device) }
            strategy["remamba/\(part).1.bias"] = .filled(with: part == "key" ? 1 : -1, shape: [16], on: device)
        }
        let tracked = strategy.mapValues { $0.tracked() }
        let gradients = try loss(ReMambaConfiguration(training: rule(keep: 0.5)), model, tracked).gradients()
        for (name, parameter) in tracked {
            let values = try #require(gradients[parameter]).values
            #expect(values.allSatisfy { $0 == 0 } == (name.contains(/query|key/)), "\(name)")
        }
    }

    @Test func `importance 1, no offset and the embeddings as memory are the baseline`() throws {
        let model = try TinyModel.make(on: device)
        var strategy = try parameters(for: model)
        for part in ["query", "key"] {
            for place in 0...1 { strategy["remamba/\(part).\(place).weight"] = .zeros([16, 16], on: device) }
            strategy["remamba/\(part).1.bias"] = .filled(with: 1, shape: [16], on: device)
        }
        for layer in 0...1 { strategy["remamba/offset.\(layer)"] = .zeros([32], on: device) }
        let request = ForwardRequest(
            stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
            outputs: ForwardOutputs(state: true, logits: .surviving))
        let recorder = TokenRecorder()
        var observed = request
        observed.probes = ProbeSet([recorder])
        let replaced = try runtime(
            ReMambaConfiguration(compress: 1, keep: 1), model, strategy, inner: [OriginalRows(tokens: tokens)]
        ).forward(observed, phase: .prefill, meter: CostMeter())
        #expect(recorder.tokens == (1...24).map { TokenID(-$0) })
        let plain = try model.forward(request, meter: CostMeter())
        expectClose(
            try #require(replaced.logits).values, try #require(plain.logits).values, within: .summationOrder,
            named: "logits")
        for (left, right) in zip(try #require(replaced.state).layers, try #require(plain.state).layers) {
            expectClose(left.scan, right.scan, within: .summationOrder, named: "state")
        }
    }

    @Test func `a long survey holds the rows of the region and little else`() throws {
        let device = Device(workers: 2)
        let model = try TinyModel.make(TinyModel.configuration(width: 32), on: device)
        let strategy = try parameters(for: model)
        let tokens = TinyModel.tokens(100_000, key: RandomKey(seed: 54))
        func peak(_ stack: StrategyStack) throws -> Int {
            let runtime = try StrategyRuntime(model: model, stack: stack, parameters: strategy)
            device.resetPeak()
            let before = device.bytesInUse
            _ = try runtime.forward(
                ForwardRequest(
                    stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
                    outputs: ForwardOutputs(state: true)),
                phase: .prefill, meter: CostMeter())
            return device.peakBytes - before
        }
        let baseline = try peak(StrategyStack())
        let top = try peak(StrategyStack([try ReMamba(ReMambaConfiguration())]))
        // 18,000 rows of the region, in the pieces in which they came and put together.
        #expect(top - baseline <= 2 * 18_000 * 32 * 4, "\(top) bytes against \(baseline)")
        let random = try peak(
            StrategyStack([try ReMamba(ReMambaConfiguration(selection: .random, importance: .none))]))
        #expect(random - baseline <= 6 * 162 * 32 * 4, "\(random) bytes against \(baseline)")
    }
}

/// Puts the embedding of the original token in the place of every row that was made up.
private struct OriginalRows: ContextStrategy {
    static let name: StrategyName = "original-rows"
    struct Configuration: Codable, Sendable {}
    let configuration = Configuration()
    let tokens: [TokenID]

    init(_ configuration: Configuration) { tokens = [] }

    init(tokens: [TokenID]) { self.tokens = tokens }

    func forward(
        _ request: ForwardRequest, in context: ForwardContext, next: (ForwardRequest) throws -> ForwardResult
    ) throws -> ForwardResult {
        var request = request
        let originals = request.stream.positions.map { tokens[Int($0)] }
        request.stream.source = RowSource([.tokens(originals)])
        return try next(request)
    }
}
