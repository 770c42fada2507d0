import Foundation
import SSMStore
import SSMTensor
import Testing

/// The interpreter with h5py that SSMLAB_PYTHON names.
private enum Interpreter {
    static let path = ProcessInfo.processInfo.environment["SSMLAB_PYTHON"]
}

/// The files as another program sees them: h5py.
@Suite(.enabled(if: Interpreter.path != nil, "SSMLAB_PYTHON names no interpreter with h5py"))
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

    private func expectSeen(_ expectation: Expectation, in url: URL, _ folder: TemporaryFolder) throws {
        let list = try folder.write(JSONEncoder().encode(expectation), "expected.json")
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../Python/check_checkpoint.py")
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: try #require(Interpreter.path))
        process.arguments = [script.path, url.path, list.path]
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(output)")
        let count = expectation.floats.count + expectation.integers.count + expectation.texts.count
        #expect(output == "checked \(count) datasets\n")
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
        try writer.append([.min, 0, .max], to: "tokens")
        try writer.finish()
        var expectation = Expectation()
        expectation.floats["hidden_states/0/3"] = .init(shape: [11, 7], bits: rows.values.map(\.bitPattern))
        expectation.integers["tokens"] = [.min, 0, .max]
        try expectSeen(expectation, in: folder.file("rows.h5"), folder)
    }
}
