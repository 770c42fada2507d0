import Foundation
import SSMStore
import SSMTensor
import Testing

/// The interpreter with h5py and safetensors that SSMLAB_PYTHON names.
private enum Interpreter {
    static let path = ProcessInfo.processInfo.environment["SSMLAB_PYTHON"]
}

/// The files as other programs see them: h5py and safetensors.
@Suite(.enabled(if: Interpreter.path != nil, "SSMLAB_PYTHON names no interpreter with h5py and safetensors"))
struct PythonTests {
    /// What the script is told to expect.
    private struct Expectation: Encodable {
        struct Values: Encodable {
            let shape: [Int]
            let bits: [UInt32]
        }

        var floats: [String: Values] = [:]
        var integers: [String: [Int64]] = [:]
        var texts: [String: String] = [:]
    }

    /// Runs a script of Tests/Python and gives what it prints.
    private func output(of script: String, _ arguments: [String]) throws -> String {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../Python")
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: try #require(Interpreter.path))
        process.arguments = [folder.appendingPathComponent(script).path] + arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(output)")
        return output
    }

    private func expectSeen(_ expectation: Expectation, in url: URL, _ folder: TemporaryFolder) throws {
        let list = try folder.write(JSONEncoder().encode(expectation), "expected.json")
        let count = expectation.floats.count + expectation.integers.count + expectation.texts.count
        #expect(try output(of: "check_checkpoint.py", [url.path, list.path]) == "checked \(count) datasets\n")
    }

    @Test
    func `h5py sees the names, shapes, values and texts of a checkpoint`() throws {
        let folder = try TemporaryFolder()
        let checkpoint = Samples.checkpoint()
        try checkpoint.write(to: folder.file("a.h5"))
        var expectation = Expectation()
        for (name, tensor) in checkpoint.tensors {
            expectation.floats[name] = .init(shape: tensor.shape, bits: tensor.values.map(\.bitPattern))
        }
        for (name, text) in checkpoint.texts { expectation.texts["texts/\(name)"] = text }
        try expectSeen(expectation, in: folder.file("a.h5"), folder)
    }

    @Test
    func `h5py sees streamed rows and integers`() throws {
        let folder = try TemporaryFolder()
        let writer = try HDF5Writer(creating: folder.file("rows.h5"))
        try writer.createFloats("/hidden_states/0/3", columns: 7)
        try writer.createIntegers("tokens")
        let rows = Tensor.normal([11, 7], scale: 1, key: RandomKey(seed: 2), on: Samples.device)
        try writer.append(rows, to: "/hidden_states/0/3")
        try writer.append([Int64.min, 0, .max], to: "tokens")
        try writer.finish()
        var expectation = Expectation()
        expectation.floats["hidden_states/0/3"] = .init(shape: [11, 7], bits: rows.values.map(\.bitPattern))
        expectation.integers["tokens"] = [.min, 0, .max]
        try expectSeen(expectation, in: folder.file("rows.h5"), folder)
    }

    /// What `check_safetensors.py` is told to expect.
    private struct SafetensorsExpectation: Encodable {
        var metadata: [String: String]
        var floats: [String: Expectation.Values]
    }

    @Test(arguments: [5_000_000_000, 40])
    func `safetensors sees what is written, and what it writes is read`(_ shardBytes: Int) throws {
        let folder = try TemporaryFolder()
        let tensors = Samples.checkpoint().tensors
        try SafetensorsWriter.write(
            tensors, toFolder: folder.url, base: "model", shardBytes: shardBytes, metadata: ["é\"": "\n\u{1}"])
        let files = try folder.names.filter { $0.hasSuffix(".safetensors") }.map { folder.file($0).path }
        #expect((files.count > 1) == (shardBytes == 40))
        var expectation = SafetensorsExpectation(metadata: ["format": "pt", "é\"": "\n\u{1}"], floats: [:])
        for (name, tensor) in tensors {
            expectation.floats[name] = .init(shape: tensor.shape, bits: tensor.values.map(\.bitPattern))
        }
        let list = try folder.write(JSONEncoder().encode(expectation), "expected.json")
        let back = folder.file("back.safetensors")
        let printed = try output(of: "check_safetensors.py", [list.path, back.path] + files)
        #expect(printed == "checked \(tensors.count) tensors\n")
        let file = try SafetensorsFile(contentsOf: back)
        #expect(file.metadata == ["from": "python"])
        #expect(try file.integers("i64") == tensors.sorted { $0.name < $1.name }.map { Int64($0.tensor.count) })
        for (name, tensor) in tensors {
            let wide = try file.tensor("f32/\(name)", on: Samples.device)
            #expect(wide.shape == tensor.shape)
            #expect(wide.values.map(\.bitPattern) == tensor.values.map(\.bitPattern))
            let half = try file.tensor("f16/\(name)", on: Samples.device).values
            #expect(half.map(\.bitPattern) == tensor.values.map { Float(Float16($0)).bitPattern })
        }
    }
}
