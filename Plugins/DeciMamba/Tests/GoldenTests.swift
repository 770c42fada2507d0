import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

@Suite struct GoldenTests {
    @Test(arguments: Fixture.names, [nil, 96, 31, 7])
    func `prefill and decoding are those of the reference`(_ name: String, _ chunkRows: Int?) throws {
        let device = Device(workers: 2, poisoned: true)
        let fixture = try Fixture(name, on: device)
        let result = try fixture.run(chunkRows: chunkRows)
        #expect(result.positions.map(Int.init) == (try fixture.file.integers("kept_positions")))
        #expect(result.selections.map(\.layer) == fixture.layers)
        for record in result.selections {
            #expect(record.kept.rows == (try fixture.file.integers("kept.\(record.layer)")))
            expectClose(
                record.importance, try fixture.file.floats("score.\(record.layer)"), within: .otherProgram,
                named: "scores of layer \(record.layer)")
        }
        let logits = try #require(result.logits?.values)
        expectClose(
            logits, try fixture.file.tensor("logits", on: device), within: .otherProgram, named: "logits")
        let state = try #require(result.state)
        for (layer, values) in state.layers.enumerated() {
            expectClose(
                values.convolution.values, try fixture.file.floats("conv_state.\(layer)"), within: .otherProgram,
                named: "convolution state of layer \(layer)")
            expectClose(
                values.scan.values, try fixture.file.floats("ssm_state.\(layer)"), within: .otherProgram,
                named: "state of layer \(layer)")
        }
        #expect(try greedy(fixture, logits, state, count: 16) == fixture.file.integers("greedy"))
    }

    private func greedy(
        _ fixture: Fixture, _ logits: Tensor, _ state: ModelState, count: Int
    ) throws -> [Int] {
        var tokens = [logits.rows((logits.rows - 1)..<logits.rows).argmaxRows()[0]]
        var state = state
        while tokens.count < count {
            let stepped = try fixture.model.step(
                [TokenID(tokens[tokens.count - 1])], from: state, sequences: TinyModel.prompts([fixture.tokens]),
                meter: CostMeter())
            state = stepped.state
            tokens.append(stepped.logits.argmaxRows()[0])
        }
        return tokens
    }
}
