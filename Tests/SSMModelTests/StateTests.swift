import Foundation
import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

@Suite struct StateTests {
    private let model: LanguageModel
    private let folder: URL

    init() throws {
        model = try TinyModel.make(on: Device(workers: 1, poisoned: true))
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("state-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func state() throws -> ModelState {
        try pass(model, [7, 3].map { TinyModel.tokens($0, key: RandomKey(seed: 91)) }).finalState
    }

    @Test func `a saved state is restored bit for bit, and decoding goes on from it alike`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appendingPathComponent("state.h5")
        let saved = try state()
        try saved.write(to: url)
        let restored = try ModelState(contentsOf: url, on: model.device)
        #expect(restored.positions == [7, 3])
        for (left, right) in zip(restored.layers, saved.layers) {
            expectSameBits(left.convolution, right.convolution, named: "convolution")
            expectSameBits(left.scan, right.scan, named: "scan")
        }
        let infos = TinyModel.prompts([[], []])
        let step = try model.step([4, 9], from: restored, sequences: infos, meter: CostMeter())
        let expected = try model.step([4, 9], from: saved, sequences: infos, meter: CostMeter())
        expectSameBits(step.logits, expected.logits, named: "logits of the next step")
    }

    @Test func `a damaged file and a file of something else are refused by name`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appendingPathComponent("state.h5")
        try state().write(to: url)
        var bytes = try Data(contentsOf: url)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: url)
        for (bad, data) in [(url, bytes), (folder.appendingPathComponent("text.h5"), Data("no state".utf8))] {
            try data.write(to: bad)
            do {
                _ = try ModelState(contentsOf: bad, on: model.device)
                Issue.record("\(bad.lastPathComponent) is accepted")
            } catch {
                #expect("\(error)".contains(bad.lastPathComponent))
            }
        }
    }

    @Test func `a checkpoint without a state is refused as such`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appendingPathComponent("empty.h5")
        let saved = try state()
        try ModelState(layers: [], positions: saved.positions).write(to: url)
        let error = #expect(throws: ModelError.self) { try ModelState(contentsOf: url, on: model.device) }
        #expect(try #require(error).description.contains("not a saved model state"))
    }

    @Test func `a state of another shape is refused`() throws {
        let tokens = TinyModel.tokens(3, key: RandomKey(seed: 92))
        let fitting = try state()
        let wider = try TinyModel.make(TinyModel.configuration(width: 24), on: model.device)
        let deeper = try TinyModel.make(TinyModel.configuration(layers: 3), on: model.device)
        let others = [
            fitting, try pass(wider, [tokens]).finalState, try pass(deeper, [tokens]).finalState,
        ]
        for other in others {
            let request = ForwardRequest(
                stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
                outputs: ForwardOutputs(state: true), initialState: other)
            let error = #expect(throws: ModelError.self) { try model.forward(request, meter: CostMeter()) }
            #expect(try #require(error).description.contains("does not fit"))
        }
    }

    @Test func `a detached state has no history`() throws {
        let tracked = try LanguageModel(
            model.configuration, parameters: model.parameters.mapValues { $0.tracked() }, on: model.device)
        let state = try pass(tracked, [[1, 2, 3]]).finalState
        #expect(state.layers.allSatisfy { $0.scan.isTracked && $0.convolution.isTracked })
        #expect(state.detached.layers.allSatisfy { !$0.scan.isTracked && !$0.convolution.isTracked })
    }
}
