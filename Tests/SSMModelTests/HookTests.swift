import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

/// What hooks may do to the rows and the scan, and what the runtime refuses.
@Suite struct HookTests {
    private let model: LanguageModel
    private let tokens = TinyModel.tokens(30, key: RandomKey(seed: 71))

    init() throws {
        model = try TinyModel.make(TinyModel.configuration(layers: 3), on: Device(workers: 1, poisoned: true))
    }

    // MARK: Dropping rows

    @Test(arguments: [nil, 1, 4, 11, 30]) func `dropped rows leave the stream for good`(_ chunkRows: Int?) throws {
        let hook = KeepWhere.multiples(of: 3, layers: .some([1]))
        let recorder = Recorder(sites: [.residual, .importance])
        let meter = CostMeter()
        let result = try pass(
            model, [tokens, Array(tokens.prefix(7))], hooks: [hook], probes: ProbeSet([recorder]),
            chunkRows: chunkRows, meter: meter)
        #expect(result.layout.lengths == [10, 3])
        #expect(result.positions.map(Int.init) == Array(stride(from: 0, to: 30, by: 3)) + [0, 3, 6])
        #expect(result.finalState.positions == [30, 7])
        #expect(meter.cost.scannedRows == [37, 13, 13])
        #expect(meter.cost.passes == 1)
        #expect(try recorder.rows(of: .residual, at: 0).rows == 37)
        #expect(try recorder.rows(of: .residual, at: 1).rows == 13)
        let record = try #require(result.selections.first)
        #expect(record.owner.contains("KeepWhere"))
        #expect(record.layer == 1)
        #expect(record.positions.count == 37)
        #expect(try recorder.rows(of: .importance, at: 1).values == record.importance)
    }

    @Test func `a row that is dropped counts for the convolution of its layer and for nothing else`() throws {
        let hook = KeepWhere.multiples(of: 2, layers: .some([1]))
        let dropped = try pass(model, [tokens], hooks: [hook])
        let whole = try pass(model, [tokens])
        for layer in 0...1 {
            expectSameBits(
                dropped.finalState.layers[layer].convolution, whole.finalState.layers[layer].convolution,
                named: "convolution of layer \(layer)")
        }
        expectSameBits(dropped.finalState.layers[0].scan, whole.finalState.layers[0].scan, named: "layer 0")
        // A scan over the rows that stay is a scan in which the others have step 0.
        let skipped = try pass(model, [tokens], hooks: [SkipOdd(layer: 1, lanes: nil)])
        expectClose(
            dropped.finalState.layers[1].scan, skipped.finalState.layers[1].scan, within: .summationOrder,
            named: "state of layer 1")
    }

    @Test(arguments: [nil, 1, 4]) func `a hook knows made-up rows by their tokens, wherever they are`(
        _ chunkRows: Int?
    ) throws {
        var stream = TokenStream([tokens, Array(tokens.prefix(5))])
        for (row, token) in [(6, -1), (7, -2), (31, -5)] { stream.tokens[row] = TokenID(token) }
        let drop = KeepWhere.multiples(of: 3, layers: .some([0]))
        let recorder = Recorder(sites: [.hookedScanInputs])
        _ = try model.forward(
            ForwardRequest(
                stream: stream, sequences: TinyModel.prompts([tokens, tokens]),
                outputs: ForwardOutputs(state: true), protected: RowNames([[7], [1]]), hooks: [drop],
                probes: ProbeSet([recorder]), chunkRows: chunkRows),
            meter: CostMeter())
        let isKept = stream.positions.enumerated().map { row, position in
            row == 7 || row == 31 || position % 3 == 0
        }
        let expected = stream.tokens.indices.filter { isKept[$0] }.map { stream.tokens[$0] }
        for layer in 0..<3 { #expect(try recorder.tokens(at: layer) == expected) }
    }

    @Test func `several hooks of a layer choose one after the other`() throws {
        let hooks = [KeepWhere.multiples(of: 2, layers: .some([1])), .multiples(of: 3, layers: .some([1]))]
        for chunkRows in [nil, 7] {
            let result = try pass(model, [tokens], hooks: hooks, chunkRows: chunkRows)
            #expect(result.positions.map(Int.init) == [0, 6, 12, 18, 24])
            #expect(result.selections.map(\.positions.count) == [30, 15])
        }
    }

    @Test func `rows that are protected or asked for stay`() throws {
        let hook = KeepWhere.multiples(of: 10, layers: .all)
        let request = ForwardRequest(
            stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
            outputs: ForwardOutputs(
                hidden: .at(RowNames([[13]])), logits: .at(RowNames([[29]])),
                loss: LossTargets([
                    [
                        .init(position: 14, token: 1, weight: 1, isRequired: false),
                        .init(position: 17, token: 1, weight: 1, isRequired: true),
                    ]
                ])), protected: RowNames([[5]]), hooks: [hook])
        let result = try model.forward(request, meter: CostMeter())
        #expect(result.positions == [0, 5, 10, 13, 17, 20, 29])
        #expect(result.hidden?.positions == [13])
        #expect(result.logits?.positions == [29])
        #expect(result.loss?.requiredCount == 1)
        #expect(result.loss?.weight == 1)
    }

    // MARK: Rewriting

    @Test func `scalings of the steps commute`() throws {
        let inner = model.configuration.innerWidth
        let row = Tensor.uniform([inner], in: 0.5...1.5, key: RandomKey(seed: 72), on: model.device)
        let column = Tensor.uniform([30, 1], in: 0.5...1.5, key: RandomKey(seed: 73), on: model.device)
        let one = try pass(model, [tokens], hooks: [Scaling(factors: row), Scaling(factors: column)])
        let other = try pass(model, [tokens], hooks: [Scaling(factors: column), Scaling(factors: row)])
        let both = Tensor.filled(with: 1, shape: [30, inner], on: model.device) * row * column
        let joint = try pass(model, [tokens], hooks: [Scaling(factors: both)])
        expectClose(other.allLogits, one.allLogits, within: .summationOrder, named: "order of scalings")
        expectClose(joint.allLogits, one.allLogits, within: .summationOrder, named: "one scaling")
        let plain = try pass(model, [tokens])
        #expect(relativeError(one.allLogits.values, plain.allLogits.values) > 1e-3)
    }

    @Test func `skipped rows leave the state of the lanes that skip them alone`() throws {
        let lanes = [0, 3, 4]
        let some = try pass(model, [tokens], hooks: [SkipOdd(layer: 0, lanes: lanes)])
        let all = try pass(model, [tokens], hooks: [SkipOdd(layer: 0, lanes: nil)])
        let none = try pass(model, [tokens])
        func lane(_ index: Int, _ result: ForwardResult) -> [Float] {
            let scan = result.finalState.layers[0].scan
            return scan.reshaped([scan.shape[1], scan.shape[2]]).rows(index..<(index + 1)).values
        }
        for index in 0..<model.configuration.innerWidth {
            #expect(lane(index, some) == lane(index, lanes.contains(index) ? all : none))
        }
    }

    @Test func `steps are softplus of the raw ones and the bias, times the factors`() throws {
        let recorder = Recorder(sites: [.scanInputs, .hookedScanInputs], layers: .some([0]))
        _ = try pass(
            model, [tokens], hooks: [Scaling(factors: .filled(with: 3, shape: [32], on: model.device))],
            probes: ProbeSet([recorder]))
        var scans = recorder.observations.compactMap { observation in
            if case .scan(let scan) = observation.value { scan } else { nil }
        }
        let (before, after) = (scans.removeFirst(), scans.removeFirst())
        #expect(before.stepFactors == nil)
        expectSameBits(before.steps, (before.rawSteps + before.stepBias).softplus(), named: "steps")
        expectClose(after.steps, before.steps * 3, within: .summationOrder, named: "scaled steps")
        #expect(before.rows == 30)
        #expect(before.sequences.map(\.id) == ["tiny-0"])
    }

    // MARK: Refusals

    struct Breach: Sendable, CustomTestStringConvertible {
        let complaint: String
        let keep: @Sendable (Range<Int>, [Float], RowSet) -> [Int]
        var testDescription: String { complaint }
    }

    static let breaches = [
        Breach(complaint: "dropped the protected row at position 4") { rows, _, _ in [rows.lowerBound] },
        Breach(complaint: "not in order") { rows, _, _ in rows.reversed() },
        Breach(complaint: "not in order") { rows, _, _ in [rows.lowerBound] + Array(rows) },
        Breach(complaint: "not of sequence") { rows, _, _ in rows.map { $0 + 1 } },
        Breach(complaint: "not of sequence") { rows, _, _ in rows.map { $0 - 1 } },
    ]

    @Test(arguments: breaches, [nil, 4]) func `a choice that breaks a rule is refused by name`(
        _ breach: Breach, _ chunkRows: Int?
    ) throws {
        let hook = KeepWhere(layers: .some([2]), keep: breach.keep)
        let error = #expect(throws: ModelError.self) {
            try pass(model, [tokens], hooks: [hook], protected: RowNames([[4]]), chunkRows: chunkRows)
        }
        let text = try #require(error).description
        #expect(text.contains("KeepWhere"))
        #expect(text.contains("layer 2"))
        #expect(text.contains(breach.complaint), "\(text)")
    }

    @Test func `a wrong number of scores or of sequences is refused`() throws {
        for hook in [Miscounting(scores: 3, sequences: 1), Miscounting(scores: 30, sequences: 2)] {
            let error = #expect(throws: ModelError.self) { try pass(model, [tokens], hooks: [hook]) }
            #expect(try #require(error).description.contains("Miscounting"))
        }
    }

    @Test func `a layer that the model lacks is refused with the strategy's name`() throws {
        var request = ForwardRequest(
            stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]), outputs: ForwardOutputs(),
            hooks: [KeepWhere.multiples(of: 2, layers: .some([1, 3]))])
        request.hookOwners = ["owner"]
        let error = #expect(throws: ModelError.self) { try model.forward(request, meter: CostMeter()) }
        let text = try #require(error).description
        #expect(text.contains("'owner'"))
        #expect(text.contains("layer 3"))
    }

    @Test func `what a hook throws comes out`() {
        #expect(throws: Failing.Failure.self) { try pass(model, [tokens], hooks: [Failing()]) }
    }
}

private struct Scaling: ScanHook {
    let factors: Tensor
    var layers: LayerSelection { .all }

    func rewrite(_ scan: inout ScanInputs, at layer: Int) {
        scan.scaleSteps(by: factors)
    }
}

private struct SkipOdd: ScanHook {
    let layer: Int
    let lanes: [Int]?
    var layers: LayerSelection { .some([layer]) }

    func rewrite(_ scan: inout ScanInputs, at layer: Int) {
        scan.skip(RowSet(mask: scan.positions.map { $0 % 2 == 1 }), lanes: lanes)
    }
}

private struct Miscounting: ScanHook {
    let scores: Int
    let sequences: Int
    var layers: LayerSelection { .some([0]) }
    var selectsRows: Bool { true }

    func importance(of scan: ScanInputs, at layer: Int, survey: Tensor?) -> Tensor? {
        .zeros([scores], on: scan.x.device)
    }

    func select(
        from importance: [Float], at layer: Int, in layout: SequenceLayout, protected: RowSet
    ) -> RowSelection {
        RowSelection(keeping: Array(repeating: [], count: sequences - 1) + [Array(0..<layout.rows)])
    }
}

private struct Failing: ScanHook {
    struct Failure: Error {}
    var layers: LayerSelection { .some([1]) }

    func rewrite(_ scan: inout ScanInputs, at layer: Int) throws {
        throw Failure()
    }
}
