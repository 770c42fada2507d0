import ReMamba
import SSMContext
import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

@Suite struct GoldenTests {
    private let device = Device(workers: 2, poisoned: true)

    /// What reaches the query and key of `paper-ratios` comes through the importance of a single row. Its gradient is a
    /// sum over layers and lanes whose terms cancel 41 to 1: the reference itself, run in float32, is off by 1.0e-5.
    private static let cancelling = Tolerance(
        4e-5, because: "one importance, whose gradient is a sum that cancels 41 to 1 in float32")

    @Test(arguments: Fixture.names) func `importance is that of the reference`(_ name: String) throws {
        let fixture = try Fixture(name, on: device)
        let plain = try fixture.model.forward(
            ForwardRequest(
                stream: TokenStream([fixture.prompt]), sequences: TinyModel.prompts([fixture.prompt]),
                outputs: ForwardOutputs(hidden: .surviving)),
            meter: CostMeter())
        let hidden = try #require(plain.hidden).values
        let networks = try MemoryNetworks(fixture.parameters.group(under: "remamba/"))
        let last = hidden.rows((hidden.rows - 1)..<hidden.rows)
        let cosines = networks.cosines(of: hidden.rows(fixture.region), to: last)
        expectClose(cosines.values, try fixture.file.floats("cosine"), within: .otherProgram, named: "cosine")
        let chosen = try fixture.file.integers("chosen")
        #expect(chosen.count == fixture.count)
        let final = hidden.gathered(rows: chosen)
        expectClose(
            networks.cosines(of: final, to: last).relu().values, try fixture.file.floats("alpha"),
            within: .otherProgram, named: "alpha")
        guard fixture.configuration.importance != .values else { return }
        expectClose(
            networks.values(of: final), try fixture.file.tensor("value", on: device), within: .otherProgram,
            named: "value")
    }

    @Test(arguments: Fixture.names) func `cosines and importance are published`(_ name: String) throws {
        let fixture = try Fixture(name, on: device)
        let recorder = RowRecorder()
        _ = try fixture.read(probes: ProbeSet([recorder]))
        let isRanked = fixture.configuration.selection == .top
        let cosines = recorder.published("remamba.cosine")
        #expect((cosines != nil) == isRanked)
        if let cosines {
            #expect(cosines.positions == Array(fixture.region))
            expectClose(
                cosines.values, try fixture.file.floats("cosine"), within: .otherProgram, named: "published cosine")
        }
        let importance = recorder.published("remamba.importance")
        #expect((importance != nil) == (fixture.configuration.importance != .none))
        guard let importance else { return }
        #expect(importance.positions == (try fixture.file.integers("chosen")))
        if fixture.configuration.importance == .steps {
            expectClose(
                importance.values, try fixture.file.floats("alpha"), within: .otherProgram,
                named: "published importance")
        } else {
            #expect(abs(importance.values.reduce(0, +) - 1) < 1e-5)
        }
    }

    @Test(arguments: Fixture.names, [nil, 56, 7, 1])
    func `prefill and decoding are those of the reference`(_ name: String, _ chunkRows: Int?) throws {
        let fixture = try Fixture(name, on: device)
        let recorder = RowRecorder()
        let result = try fixture.read(chunkRows: chunkRows, probes: ProbeSet([recorder]))
        let chosen = try fixture.file.integers("chosen")
        let isSpecial = fixture.configuration.placement == .append
        let first = isSpecial ? fixture.prompt.count : fixture.region.lowerBound
        let memory = first..<(first + fixture.count)
        #expect(
            result.positions[memory].map(Int.init)
                == (isSpecial ? Array(repeating: 39, count: fixture.count) : chosen))
        expectClose(
            recorder.entering.rows(memory), try fixture.file.tensor("value", on: device), within: .otherProgram,
            named: "memory rows")
        try expectAdapted(fixture, recorder, memory)
        expectClose(
            try #require(result.logits).values, try fixture.file.tensor("prompt_logits", on: device),
            within: .otherProgram, named: "prompt logits")
        let state = try #require(result.state)
        #expect(state.positions == [40])
        for (layer, values) in state.layers.enumerated() {
            expectClose(
                values.convolution.values, try fixture.file.floats("conv_state.\(layer)"), within: .otherProgram,
                named: "convolution state of layer \(layer)")
            expectClose(
                values.scan.values, try fixture.file.floats("ssm_state.\(layer)"), within: .otherProgram,
                named: "state of layer \(layer)")
        }
        expectClose(
            try decode(fixture, from: state), try fixture.file.tensor("decode_logits", on: device),
            within: .otherProgram, named: "logits of decoding")
    }

    /// The raw steps of memory rows are scaled by the importance and moved by the offset, all others are left alone.
    private func expectAdapted(_ fixture: Fixture, _ recorder: RowRecorder, _ memory: Range<Int>) throws {
        let alpha = try fixture.file.floats("alpha")
        for layer in 0..<fixture.model.configuration.layers {
            let (raw, hooked) = recorder.rawSteps(at: layer)
            var expected = (0..<raw.rows).map { raw.rows($0..<($0 + 1)) }
            if fixture.adapts {
                let offset = try fixture.file.tensor("param.theta.\(layer)", on: device)
                for (place, row) in memory.enumerated() { expected[row] = expected[row] * alpha[place] + offset }
            }
            expectClose(
                hooked, .concatenating(expected), within: .otherProgram, named: "raw steps of layer \(layer)")
        }
    }

    private func decode(_ fixture: Fixture, from state: ModelState) throws -> Tensor {
        var state = state
        var logits: [Tensor] = []
        for token in fixture.target {
            let stepped = try fixture.model.step(
                [token], from: state, sequences: TinyModel.prompts([fixture.prompt]), meter: CostMeter())
            state = stepped.state
            logits.append(stepped.logits)
        }
        return .concatenating(logits)
    }

    @Test(arguments: Fixture.names, SIMDPath.allCases.filter(\.isAvailable))
    func `loss and gradients are those of the reference`(_ name: String, _ path: SIMDPath) throws {
        let device = Device(workers: 2, path: path, poisoned: true)
        let fixture = try Fixture(name, on: device)
        let model = try LanguageModel(
            fixture.model.configuration, parameters: fixture.model.parameters.mapValues { $0.tracked() }, on: device)
        let parameters = fixture.parameters.mapValues { $0.tracked() }
        let result = try fixture.train(model, parameters)
        expectClose(
            try #require(result.logits).values.detached, try fixture.file.tensor("target_logits", on: device),
            within: .otherProgram, named: "target logits")
        let loss = try #require(result.loss)
        #expect(loss.requiredCount == fixture.target.count)
        expectClose([loss.total.item], try fixture.file.floats("loss"), within: .otherProgram, named: "loss")
        let gradients = loss.total.gradients()
        for (name, parameter) in parameters {
            let isCancelling = fixture.adapts && fixture.count == 1 && name.contains(/query|key/) && path != .portable
            try expectGradient(
                gradients[parameter], of: name, in: fixture, within: isCancelling ? Self.cancelling : .otherProgram
            ) { Fixture.name(of: $0) == name.dropFirst("remamba/".count) }
        }
        var compared = 0
        for (name, parameter) in model.parameters where fixture.file.contains("grad." + name) {
            try expectGradient(gradients[parameter], of: name, in: fixture, within: .otherProgram) { $0 == name }
            compared += 1
        }
        #expect(compared == 4)
    }

    /// Expects the gradient that the file has for a name, or none.
    private func expectGradient(
        _ gradient: Tensor?, of name: String, in fixture: Fixture, within tolerance: Tolerance,
        where matches: (String) -> Bool
    ) throws {
        let stored = fixture.file.names.first { $0.hasPrefix("grad.") && matches(String($0.dropFirst(5))) }
        guard let stored else {
            #expect(gradient == nil, "\(name)")
            return
        }
        expectClose(
            try #require(gradient, "no gradient reaches \(name)"), try fixture.file.tensor(stored, on: device),
            within: tolerance, named: "gradient of \(name)")
    }
}
