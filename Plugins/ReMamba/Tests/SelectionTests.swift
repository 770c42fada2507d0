import ReMamba
import SSMContext
import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

/// Which rows memory is made of, and what becomes of it.
@Suite struct SelectionTests {
    private let model: LanguageModel
    private let parameters: ParameterTree
    private let tokens = TinyModel.tokens(40, key: RandomKey(seed: 31))

    init() throws {
        model = try TinyModel.make(on: Device(workers: 1, poisoned: true))
        parameters = try ReMambaTests.parameters(for: model)
    }

    private func read(
        _ configuration: ReMambaConfiguration, _ sequences: [[TokenID]]? = nil, evidence: [[Int32]]? = nil,
        chunkRows: Int? = nil, meter: CostMeter = CostMeter(), probes: ProbeSet = .none
    ) throws -> ForwardResult {
        let sequences = sequences ?? [tokens]
        return try runtime(configuration, model, parameters).forward(
            ForwardRequest(
                stream: TokenStream(sequences), sequences: TinyModel.prompts(sequences, evidence: evidence),
                outputs: ForwardOutputs(state: true, logits: .surviving), probes: probes, chunkRows: chunkRows),
            phase: .prefill, meter: meter)
    }

    /// Final rows of the model alone.
    private func hidden() throws -> Tensor {
        let request = ForwardRequest(
            stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
            outputs: ForwardOutputs(hidden: .surviving))
        return try #require(try model.forward(request, meter: CostMeter()).hidden).values
    }

    /// Cosines of the first rows, from final rows of the model alone.
    private func cosines(_ rows: Int) throws -> [Float] {
        let hidden = try hidden()
        return try MemoryNetworks(parameters.group(under: "remamba/")).cosines(
            of: hidden.rows(0..<rows), to: hidden.rows(39..<40)
        ).values
    }

    @Test func `top takes the highest cosines in order`() throws {
        let result = try read(ReMambaConfiguration(compress: 0.5, keep: 0.25))
        let cosines = try cosines(20)
        let best = (0..<20).sorted { cosines[$0] > cosines[$1] }.prefix(5).sorted()
        #expect(result.positions.map(Int.init) == best + Array(20..<40))
    }

    @Test func `equal cosines are taken from the front`() throws {
        var flat = parameters
        for place in 0...1 {
            let name = "remamba/key.\(place).weight"
            flat[name] = .zeros([16, 16], on: model.device)
        }
        let result = try runtime(ReMambaConfiguration(compress: 0.5, keep: 0.25), model, flat).forward(
            ForwardRequest(
                stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
                outputs: ForwardOutputs(state: true)),
            phase: .prefill, meter: CostMeter())
        #expect(result.positions.prefix(5) == [0, 1, 2, 3, 4])
    }

    @Test func `fixed takes rows at even distances`() throws {
        var configuration = ReMambaConfiguration(compress: 0.5, keep: 0.25, selection: .fixed)
        #expect(try read(configuration).positions.prefix(5) == [0, 4, 8, 12, 16])
        configuration.keep = 0.15
        #expect(try read(configuration).positions.prefix(3) == [0, 7, 13])
        configuration.keep = 1
        #expect(try read(configuration).positions == Array(0..<40))
    }

    @Test func `oracle takes the evidence first, then the highest cosines`() throws {
        let evidence: [Int32] = [3, 17, 18, 30]
        let configuration = ReMambaConfiguration(compress: 0.5, keep: 0.25, selection: .oracle)
        let cosines = try cosines(20)
        let others = (0..<20).filter { ![3, 17, 18].contains($0) }.sorted { cosines[$0] > cosines[$1] }.prefix(2)
        #expect(
            try read(configuration, evidence: [evidence]).positions.prefix(5).map(Int.init)
                == ([3, 17, 18] + others).sorted())
        var two = configuration
        two.keep = 0.1
        let best = [3, 17, 18].sorted { cosines[$0] > cosines[$1] }.prefix(2).sorted()
        #expect(try read(two, evidence: [evidence]).positions.prefix(2).map(Int.init) == best)
    }

    @Test func `random is uniform, differs by sample and seed, and is the same again`() throws {
        let configuration = ReMambaConfiguration(compress: 0.5, keep: 0.25, selection: .random, importance: .none)
        let batch = Array(repeating: tokens, count: 200)
        let result = try read(configuration, batch)
        let choices = (0..<200).map { Array(result.positions[result.layout.range(of: $0)].prefix(5)) }
        #expect(choices.allSatisfy { zip($0, $0.dropFirst()).allSatisfy { $0 < $1 } })
        var counts = Array(repeating: 0, count: 20)
        for position in choices.joined() { counts[Int(position)] += 1 }
        // Binomial(200, 1/4): mean 50, deviation 6.1; four deviations on both sides.
        #expect(counts.allSatisfy { (26...74).contains($0) })
        #expect(Set(choices).count > 195)
        #expect(try read(configuration, batch).positions == result.positions)
        var other = configuration
        other.seed = 3
        #expect(try read(other, batch).positions != result.positions)
    }

    @Test func `packing and chunks do not change the choice`() throws {
        let sequences = [40, 1, 60, 25].map { TinyModel.tokens($0, key: RandomKey(seed: 43).folding($0)) }
        let evidence: [[Int32]] = [[4, 5], [], [30], [7]]
        for selection in RowSelectionRule.allCases {
            let configuration = ReMambaConfiguration(compress: 0.6, keep: 0.2, start: 0.1, selection: selection)
            let packed = try read(configuration, sequences, evidence: evidence)
            let chunked = try read(configuration, sequences, evidence: evidence, chunkRows: 11)
            #expect(chunked.positions == packed.positions)
            #expect(chunked.layout == packed.layout)
        }
    }

    @Test func `appended memory follows the prompt and its last row answers for the prompt's`() throws {
        let recorder = RowRecorder()
        let meter = CostMeter()
        let configuration = ReMambaConfiguration(compress: 1, keep: 0.1, placement: .append)
        let result = try read(configuration, meter: meter, probes: ProbeSet([recorder]))
        #expect(result.positions.map(Int.init) == Array(0..<40) + [39, 39, 39, 39])
        #expect(meter.cost.passes == 2)
        #expect(meter.cost.scannedRows == [84, 84])
        let wanted = try runtime(configuration, model, parameters).forward(
            ForwardRequest(
                stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
                outputs: ForwardOutputs(logits: .at(RowNames([[39]])))),
            phase: .prefill, meter: CostMeter())
        let logits = try #require(wanted.logits).values
        let all = try #require(result.logits).values
        expectClose(logits, all.rows(43..<44), within: .summationOrder, named: "logits of the last row")
        let hidden = try hidden()
        let cosines = try cosines(40)
        let best = (0..<40).sorted { cosines[$0] > cosines[$1] }.prefix(4).sorted()
        let networks = try MemoryNetworks(parameters.group(under: "remamba/"))
        expectClose(
            recorder.entering.rows(40..<44), networks.values(of: hidden.gathered(rows: best)),
            within: .summationOrder, named: "memory")
    }

    @Test func `probes see the second pass only, and a pass that protects all rows is left as it is`() throws {
        let recorder = RowRecorder()
        _ = try read(ReMambaConfiguration(compress: 0.5, keep: 0.25), probes: ProbeSet([recorder]))
        #expect(recorder.entering.rows == 25)
        let meter = CostMeter()
        let result = try runtime(ReMambaConfiguration(placement: .append), model, parameters).forward(
            ForwardRequest(
                stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
                outputs: ForwardOutputs(state: true), protected: .all),
            phase: .prefill, meter: meter)
        #expect(result.positions == Array(0..<40))
        #expect(meter.cost.passes == 1)
    }

    @Test func `what a compressed row would predict does not count, what others predict does`() throws {
        let targets = (0..<39).map {
            LossTargets.Target(position: Int32($0), token: tokens[$0 + 1], weight: 0.5, isRequired: $0 > 30)
        }
        let info = SequenceInfo(id: "a", promptLength: 32, totalLength: 40, key: RandomKey(seed: 1))
        let rule = TrainingRatios(keep: RatioRange(0.5, 0.5), compressShort: RatioRange(0.25, 0.25))
        let result = try runtime(ReMambaConfiguration(training: rule), model, parameters).forward(
            ForwardRequest(
                stream: TokenStream([tokens]), sequences: [info], outputs: ForwardOutputs(loss: LossTargets([targets]))),
            phase: .training, meter: CostMeter())
        let loss = try #require(result.loss)
        #expect(result.positions.count == 36)
        #expect(loss.requiredCount == 8)
        #expect(loss.weight == 0.5 * 31)
    }
}
