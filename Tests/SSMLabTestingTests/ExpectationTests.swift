import Foundation
import SSMLabTesting
import SSMTensor
import Testing

@Suite struct ExpectationTests {
    private let device = Device(workers: 1)

    @Test func `the error is the largest difference over the largest value`() {
        #expect(relativeError([1, 2, 4], [1, 2.5, 5]) == 0.2)
        #expect(relativeError([], []) == 0)
        #expect(relativeError([0.5, 0], [0, 0]) == 0.5)
        #expect(relativeError([1, .nan], [1, 2]) == .infinity)
        #expect(relativeError([1, 2], [1, .infinity]) == .infinity)
        #expect(relativeError([1], [1, 2]) == .infinity)
    }

    @Test func `close passes and far is an issue that has the name`() async throws {
        let one = Tensor([1, 2], shape: [2], on: device)
        expectClose(one, Tensor([1, 2.00001], shape: [2], on: device), within: .summationOrder, named: "near")
        expectSameBits(one, Tensor([1, 2], shape: [2], on: device), named: "same")
        expectFinite(one, named: "finite")
        let complaints = try await complaints {
            expectClose(one, Tensor([1, 2.001], shape: [2], on: device), within: .summationOrder, named: "far")
            expectClose(one, one.reshaped([2, 1]), within: .summationOrder, named: "shape")
            expectClose([1], [], within: .summationOrder, named: "count")
            expectSameBits(one, Tensor([1, Float(2).nextUp], shape: [2], on: device), named: "bits")
            expectSameBits(one, one.reshaped([1, 2]), named: "bit shape")
            expectFinite(Tensor([1, .infinity], shape: [2], on: device), named: "infinite")
        }
        let names = ["far", "shape", "count", "bits", "bit shape", "infinite"]
        #expect(complaints.count == names.count)
        for (complaint, name) in zip(complaints, names) { #expect(complaint.hasPrefix(name + ":")) }
    }

    @Test func `a right gradient passes and a wrong one is named`() async throws {
        var parameters = ParameterTree()
        parameters["first"] = Tensor([0.5, -1, 2], shape: [3], on: device)
        parameters["second"] = Tensor([1, 1.5, -0.5], shape: [3], on: device)
        func loss(_ tree: ParameterTree, forgets name: String? = nil) throws -> Tensor {
            let first = try #require(tree["first"])
            let second = try #require(tree["second"])
            let used = name == "second" ? second.detached : second
            return (first * first * used).sum() + (used * 2).sum()
        }
        try expectGradients(of: parameters, key: RandomKey(seed: 1)) { try loss($0) }
        let wrong = try await complaints {
            try expectGradients(of: parameters, key: RandomKey(seed: 1)) { try loss($0, forgets: "second") }
        }
        #expect(wrong.count == 1)
        #expect(wrong.allSatisfy { $0.contains("'second'") })
        let constant = try await complaints {
            expectGradients(of: parameters, key: RandomKey(seed: 1)) { _ in .zeros([], on: device) }
        }
        #expect(constant.count == 1)
    }

    @Test func `a golden file gives what was written`() throws {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../Fixtures/mamba/golden.safetensors").standardizedFileURL
        let file = try GoldenFile(contentsOf: url)
        #expect(file.metadata["transformers"] == "5.23.0")
        #expect(try file.shape(of: "logits") == [2, 96, 263])
        #expect(try file.integers("input_ids").count == 192)
        #expect(try file.tensor("loss", on: device).shape == [1])
        #expect(file.names.count { $0.hasPrefix("grad.") } == 32)
        #expect(throws: GoldenFile.Unusable.self) { try file.floats("input_ids") }
        #expect(throws: GoldenFile.Unusable.self) { try file.integers("loss") }
        #expect(throws: GoldenFile.Unusable.self) { try file.floats("nothing") }
    }

    @Test func `tiny models are equal on every device`() throws {
        let one = try TinyModel.make(on: device)
        let two = try TinyModel.make(on: Device(workers: 2, path: .portable, poisoned: true))
        for (name, tensor) in one.parameters {
            expectSameBits(try #require(two.parameters[name]), tensor, named: name)
            expectFinite(tensor, named: name)
        }
        #expect(try TinyModel.make(seed: 2, on: device).parameters.count == one.parameters.count)
        #expect(TinyModel.tokens(50, key: RandomKey(seed: 1)).allSatisfy { (0..<32).contains($0) })
    }
}
