import Foundation
import Reread
import SSMContext
import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

@Suite struct RereadTests {
    private let device = Device(workers: 1, poisoned: true)
    private let sequences = [20, 1, 33].map { TinyModel.tokens($0, key: RandomKey(seed: 61).folding($0)) }

    private func runtime(_ share: Double, _ model: LanguageModel) throws -> StrategyRuntime {
        try StrategyRuntime(
            model: model, stack: StrategyStack([try Reread(RereadConfiguration(share: share))]),
            parameters: ParameterTree())
    }

    private func request(_ sequences: [[TokenID]], chunkRows: Int? = nil) -> ForwardRequest {
        ForwardRequest(
            stream: TokenStream(sequences), sequences: TinyModel.prompts(sequences),
            outputs: ForwardOutputs(state: true, logits: .surviving), chunkRows: chunkRows)
    }

    @Test(arguments: [(1.0, nil), (1.0, 7), (0.4, nil), (0.4, 7)])
    func `it is the beginning of the prompt written before the prompt`(_ share: Double, _ chunkRows: Int?) throws {
        let model = try TinyModel.make(on: device)
        let read = try runtime(share, model).forward(
            request(sequences, chunkRows: chunkRows), phase: .prefill, meter: CostMeter())
        #expect(read.positions == sequences.flatMap { (0..<Int32($0.count)) })
        #expect(read.state?.positions == sequences.map { Int32($0.count) })
        for (index, tokens) in sequences.enumerated() {
            let before = tokens.prefix(Int((share * Double(tokens.count)).rounded(.up)))
            let written = try model.forward(request([before + tokens]), meter: CostMeter())
            let logits = try #require(written.logits).values
            expectClose(
                try #require(read.logits).values.rows(read.layout.range(of: index)),
                logits.rows(before.count..<logits.rows), within: .summationOrder, named: "logits of \(index)")
            for (left, right) in zip(
                try #require(read.state).gathered([index]).layers, try #require(written.state).layers)
            {
                expectClose(left.scan, right.scan, within: .summationOrder, named: "state of \(index)")
                expectClose(left.convolution, right.convolution, within: .summationOrder, named: "convolution")
            }
        }
    }

    @Test(arguments: [(1.0, 108), (0.4, 77)]) func `its cost is counted`(_ share: Double, _ rows: Int) throws {
        let meter = CostMeter()
        _ = try runtime(share, try TinyModel.make(on: device)).forward(
            request(sequences), phase: .prefill, meter: meter)
        #expect(meter.cost.passes == 2)
        #expect(meter.cost.scannedRows == [rows, rows])
    }

    @Test func `in training the answer is read once, and gradients go through both readings`() throws {
        let model = try TinyModel.make(on: device)
        let tokens = sequences[0]
        let targets = [15, 18].map {
            LossTargets.Target(position: $0, token: tokens[Int($0) + 1], weight: 1, isRequired: true)
        }
        let info = SequenceInfo(id: "a", promptLength: 16, totalLength: 20, key: RandomKey(seed: 1))
        let meter = CostMeter()
        try expectGradients(of: model.parameters, key: RandomKey(seed: 62)) { parameters in
            let moved = try LanguageModel(model.configuration, parameters: parameters, on: device)
            let result = try runtime(1, moved).forward(
                ForwardRequest(
                    stream: TokenStream([tokens]), sequences: [info],
                    outputs: ForwardOutputs(loss: LossTargets([targets])), isDifferentiable: true),
                phase: .training, meter: meter)
            return try #require(result.loss).total
        }
        #expect(meter.cost.totalScannedRows == meter.cost.passes / 2 * 2 * 36)
    }

    @Test func `it keeps the contract`() async {
        await checkContract(Reread.self, configurations: [RereadConfiguration(), RereadConfiguration(share: 0.3)])
    }

    @Test func `the key is read, has its default and is refused without sense`() throws {
        let decoder = JSONDecoder()
        #expect(try decoder.decode(RereadConfiguration.self, from: Data("{}".utf8)) == RereadConfiguration(share: 1))
        #expect(try decoder.decode(RereadConfiguration.self, from: Data(#"{"share": 0.5}"#.utf8)).share == 0.5)
        for share in [0, -1, 1.5, .nan] {
            let error = #expect(throws: StrategyError.self) { try Reread(RereadConfiguration(share: share)) }
            #expect(try #require(error).description.contains("'share'"))
        }
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../defaults.yaml").standardizedFileURL
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines == ["share: 1"])
    }
}
