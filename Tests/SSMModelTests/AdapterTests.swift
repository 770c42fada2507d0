import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

/// Low-rank adapters: what they compute, and what is learnt through them.
@Suite struct AdapterTests {
    private static let kinds = ["embeddings", "in_proj", "x_proj", "dt_proj", "out_proj", "lm_head"]
    private let device = Device(workers: 2, poisoned: true)
    private let sequences: [[TokenID]] = [[3, 1, 4, 1, 5, 9, 2], [6, 5, 3]]

    private func configuration(
        _ targets: [String] = kinds, alpha: Double = 6, dropout: Double = 0
    ) throws -> LoRAConfiguration {
        try LoRAConfiguration(
            rank: 3, alpha: alpha, dropout: dropout, targets: targets.map { ParameterPattern($0) })
    }

    private func model(tied: Bool = true) throws -> LanguageModel {
        var shape = TinyModel.configuration()
        shape.tiesEmbeddings = tied
        return try TinyModel.make(shape, on: device)
    }

    /// Adapters as training may have left them: no factor is zero.
    private func trained(_ configuration: LoRAConfiguration, for model: LanguageModel) throws -> LowRankAdapters {
        let key = RandomKey(seed: 11)
        let fresh = try LowRankAdapters(
            randomly: configuration, for: model.configuration, key: key, on: device)
        var moved = ParameterTree()
        for (name, tensor) in fresh.parameters {
            moved[name] = tensor + .normal(tensor.shape, scale: 0.1, key: key.folding("moved" + name), on: device)
        }
        return try fresh.with(moved)
    }

    private func loss(_ model: LanguageModel, _ sequences: [[TokenID]]? = nil, isLearning: Bool = true) throws -> Tensor
    {
        let sequences = sequences ?? self.sequences
        let targets = sequences.map { tokens in
            (0..<(tokens.count - 1)).map {
                LossTargets.Target(position: Int32($0), token: tokens[$0 + 1], weight: 0.1, isRequired: true)
            }
        }
        let request = ForwardRequest(
            stream: TokenStream(sequences), sequences: TinyModel.prompts(sequences),
            outputs: ForwardOutputs(loss: LossTargets(targets)), isDifferentiable: isLearning)
        return try #require(try model.forward(request, meter: CostMeter()).loss).total
    }

    @Test(arguments: [true, false]) func `before training the model computes what it did, bit for bit`(
        _ isTied: Bool
    ) throws {
        let base = try model(tied: isTied)
        let adapters = try LowRankAdapters(
            randomly: configuration(), for: base.configuration, key: RandomKey(seed: 1), on: device)
        #expect(adapters.targets.count == 2 + 4 * 2)
        let adapted = try base.adapted(by: adapters)
        expectSameBits(try pass(adapted, sequences), try pass(base, sequences), named: "adapted")
        expectSameBits(try loss(adapted), try loss(base), named: "loss")
    }

    @Test func `A is uniform in 1 over the root of its inputs, the embedding's normal, and B zero`() throws {
        let base = try TinyModel.make(TinyModel.configuration(width: 64), on: device)
        let adapters = try LowRankAdapters(
            randomly: configuration(), for: base.configuration, key: RandomKey(seed: 1), on: device)
        for (name, tensor) in adapters.parameters {
            let largest = try #require(tensor.values.map(abs).max())
            if name.hasSuffix("/B") {
                #expect(largest == 0, "\(name)")
            } else if name.contains("embeddings") {
                #expect(largest > 2)
            } else {
                let bound = 1 / Float(tensor.columns).squareRoot()
                #expect(largest <= bound && largest > 0.8 * bound, "\(name)")
            }
        }
        let names = Set(adapters.parameters.filter { $0.name.hasSuffix("/A") }.map { $0.tensor.values })
        #expect(names.count == adapters.targets.count, "two adapters have the same random numbers")
    }

    @Test(arguments: [true, false]) func `merged weights give the same logits`(_ isTied: Bool) throws {
        let base = try model(tied: isTied)
        let adapted = try base.adapted(by: trained(configuration(), for: base))
        let merged = try adapted.merged()
        #expect(merged.adapters == nil)
        let (left, right) = (try pass(adapted, sequences), try pass(merged, sequences))
        expectClose(left.allLogits, right.allLogits, within: .summationOrder, named: "logits")
        expectClose(left.finalState, right.finalState, named: "state")
        #expect(relativeError(left.allLogits.values, try pass(base, sequences).allLogits.values) > 0.1)
        let infos = TinyModel.prompts(sequences)
        let step = try adapted.step([1, 2], from: left.finalState, sequences: infos, meter: .init())
        let mergedStep = try merged.step([1, 2], from: right.finalState, sequences: infos, meter: .init())
        expectClose(step.logits, mergedStep.logits, within: .summationOrder, named: "logits of a step")
    }

    @Test(arguments: [true, false]) func `gradients of the factors are those of the merged weights`(
        _ isTied: Bool
    ) throws {
        let base = try model(tied: isTied)
        let adapters = try trained(configuration(), for: base)
        let leaves = adapters.parameters.mapValues { $0.tracked() }
        let adapted = try base.adapted(by: adapters.with(leaves))
        let beside = try loss(adapted).gradients()
        let within = try loss(adapted.merged()).gradients()
        for (name, leaf) in leaves {
            expectClose(
                try #require(beside[leaf], "no gradient of \(name)"), try #require(within[leaf]),
                within: .summationOrder, named: "gradient of \(name)")
        }
    }

    /// Strong adapters, and steps as long as the curvature allows: a difference of float32 losses keeps its digits.
    @Test(arguments: zip(kinds, [2e-3, 2e-3, 1e-2, 1e-2, 2e-3, 2e-3] as [Float]))
    func `gradients of the factors are differences of the loss`(_ kind: String, _ step: Float) throws {
        let base = try model()
        let adapters = try trained(configuration([kind], alpha: 30), for: base)
        try expectGradients(of: adapters.parameters, key: RandomKey(seed: 2), step: step) { factors in
            try loss(base.adapted(by: adapters.with(factors)))
        }
    }

    /// In the reference, adapters of these two receive no gradient: its fused kernel reads the base weight.
    @Test(arguments: ["out_proj", "x_proj", "dt_proj", "in_proj"])
    func `adapters of a fused block learn from the first step`(_ kind: String) throws {
        let base = try model()
        let fresh = try LowRankAdapters(
            randomly: configuration([kind]), for: base.configuration, key: RandomKey(seed: 1), on: device)
        let leaves = fresh.parameters.mapValues { $0.tracked() }
        let gradients = try loss(base.adapted(by: fresh.with(leaves))).gradients()
        #expect(leaves.count == 4)
        for (name, leaf) in leaves {
            let gradient = try #require(gradients[leaf], "no gradient of \(name)")
            let slope = gradient.values.map(abs).max() ?? 0
            // While B is zero, A cannot matter.
            #expect(name.hasSuffix("/B") ? slope > 1e-6 : slope == 0, "\(name): \(slope)")
        }
    }

    @Test func `base weights under adapters get no gradient, and a tracked one still does`() throws {
        let base = try model()
        var parameters = base.parameters
        let name = "backbone.layers.0.mixer.dt_proj.bias"
        let leaf = try #require(parameters[name]).tracked()
        parameters[name] = leaf
        let mixed = try LanguageModel(base.configuration, parameters: parameters, on: device)
            .adapted(by: trained(configuration(["in_proj"]), for: base))
        let gradients = try loss(mixed).gradients()
        #expect(gradients[leaf] != nil)
        #expect(base.parameters.allSatisfy { gradients[$0.tensor] == nil })
    }

    @Test func `the split path with adapters is the fused path`() throws {
        let base = try model()
        let adapted = try base.adapted(by: trained(configuration(), for: base))
        expectSameBits(
            try pass(adapted, sequences, hooks: [ScaleByOne()]), try pass(adapted, sequences), named: "split path")
        expectClose(
            try pass(adapted, sequences, chunkRows: 3).allLogits, try pass(adapted, sequences).allLogits,
            within: .summationOrder, named: "chunks")
    }

    @Test func `rows are dropped as without adapters`() throws {
        let base = try model()
        let adapted = try base.adapted(by: trained(configuration(), for: base))
        let hooks = [KeepWhere.multiples(of: 2, layers: .some([1]))]
        for limit in [nil, 3] {
            let kept = try pass(adapted, sequences, hooks: hooks, chunkRows: limit)
            let merged = try pass(adapted.merged(), sequences, hooks: hooks, chunkRows: limit)
            #expect(kept.positions == merged.positions)
            expectClose(kept.allLogits, merged.allLogits, within: .summationOrder, named: "logits")
        }
    }

    @Test func `dropout acts in training alone, by the keys of sequences and not by packing`() throws {
        let base = try model()
        let plain = try base.adapted(by: trained(configuration(), for: base))
        let dropping = try base.adapted(by: trained(configuration(dropout: 0.4), for: base))
        expectSameBits(try pass(dropping, sequences), try pass(plain, sequences), named: "evaluation")
        expectSameBits(
            try loss(dropping, isLearning: false), try loss(plain, isLearning: false), named: "loss of an evaluation")
        let learning = try loss(dropping).item
        #expect(learning != (try loss(plain).item))
        #expect(learning == (try loss(dropping).item))
        // The first sequence has the same key in both.
        let alone = try loss(dropping, [sequences[0]]).item
        let packed = try loss(dropping, [sequences[0], [7]]).item
        #expect(abs(alone - packed) <= 1e-6 * abs(alone))
    }

    @Test func `dropout leaves gradients right`() throws {
        let base = try model()
        let adapters = try trained(configuration(dropout: 0.4), for: base)
        try expectGradients(of: adapters.parameters, key: RandomKey(seed: 2)) { factors in
            try loss(base.adapted(by: adapters.with(factors)))
        }
    }
}
