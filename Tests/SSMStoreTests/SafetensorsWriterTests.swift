import Foundation
import SSMStore
import SSMTensor
import Testing

struct SafetensorsWriterTests {
    private let device = Samples.device
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func expectSame(
        _ collection: SafetensorsCollection, _ tensors: ParameterTree, _ place: SourceLocation = #_sourceLocation
    ) throws {
        #expect(Set(collection.names) == Set(tensors.names), sourceLocation: place)
        for (name, tensor) in tensors {
            let found = try collection.tensor(name, on: device)
            #expect(found.shape == tensor.shape, "\(name)", sourceLocation: place)
            #expect(
                found.values.map(\.bitPattern) == tensor.values.map(\.bitPattern), "\(name)", sourceLocation: place)
        }
    }

    @Test
    func `what is written is read, to the last bit`() throws {
        var tensors = Samples.checkpoint().tensors
        tensors["na\"me\\é😀"] = Tensor([1], shape: [1], on: device)
        let url = folder.file("model.safetensors")
        try SafetensorsWriter.write(tensors, to: url, metadata: ["note": "a \"b\"\n\u{1F}ü", "step": "3"])
        let collection = try SafetensorsCollection(folder: folder.url)
        try expectSame(collection, tensors)
        #expect(collection.names == tensors.names.sorted())
        #expect(collection.metadata == ["format": "pt", "note": "a \"b\"\n\u{1F}ü", "step": "3"])
        #expect(try folder.names == ["model.safetensors"])
    }

    @Test
    func `the bytes are those of the format, with the values at a multiple of 64`() throws {
        var tensors = ParameterTree()
        tensors["b"] = Tensor([1, -2], shape: [2, 1], on: device)
        tensors["a"] = Tensor([0.5], shape: [], on: device)
        let url = folder.file("x.safetensors")
        try SafetensorsWriter.write(tensors, to: url)
        let bytes = try Data(contentsOf: url)
        let json =
            #"{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"#
            + #""b":{"dtype":"F32","shape":[2,1],"data_offsets":[4,12]}}"#
        let padding = String(repeating: " ", count: 192 - 8 - json.utf8.count)
        var expected = Data([192 - 8, 0, 0, 0, 0, 0, 0, 0]) + Data((json + padding).utf8)
        for value in [0.5, 1, -2] as [Float] { withUnsafeBytes(of: value) { expected.append(contentsOf: $0) } }
        #expect(bytes == expected)
    }

    @Test
    func `no tensors are a file too`() throws {
        try SafetensorsWriter.write(ParameterTree(), toFolder: folder.url, base: "model")
        #expect(try SafetensorsCollection(folder: folder.url).names.isEmpty)
    }

    @Test(arguments: ["__metadata__", "a\u{0}b", "a\nb", "\u{7F}"])
    func `a name that would not be read again is refused`(_ name: String) throws {
        var tensors = ParameterTree()
        tensors[name] = Tensor([1], shape: [1], on: device)
        let error = #expect(throws: StoreError.self) {
            try SafetensorsWriter.write(tensors, to: folder.file("a.safetensors"))
        }
        guard case .notStorable(_, name, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try folder.names.isEmpty)
    }

    /// Tensors "a", "b", "c"... with so many elements each.
    private func tensors(_ counts: [Int], value: Float = 1) -> ParameterTree {
        var result = ParameterTree()
        for (index, count) in counts.enumerated() {
            let name = String(UnicodeScalar(UInt8(97 + index)))
            result[name] = .filled(with: value + Float(index), shape: [count], on: device)
        }
        return result
    }

    @Test
    func `shards hold at most what was asked for, but one tensor at least`() throws {
        let content = tensors([2, 2, 1, 9, 0, 4])
        try SafetensorsWriter.write(content, toFolder: folder.url, base: "model", shardBytes: 16)
        let shards = (1...4).map { "model-0000\($0)-of-00004.safetensors" }
        #expect(try folder.names == shards + ["model.safetensors.index.json"])
        #expect(
            try shards.map { try SafetensorsFile(contentsOf: folder.file($0)).names }
                == [["a", "b"], ["c"], ["d", "e"], ["f"]])
        try expectSame(SafetensorsCollection(folder: folder.url), content)
        let index = try JSONNode(
            parsing: String(contentsOf: folder.file("model.safetensors.index.json"), encoding: .utf8))
        #expect(index.value(at: "metadata.total_size") == .number("72"))
        #expect(index.value(at: "weight_map.e") == .string(shards[2]))
    }

    @Test
    func `an export replaces an earlier one of any number of shards, and nothing else`() throws {
        let others = ["model-1-of-2.safetensors", "model-00001-of-00002.bin", "models-00001-of-00002.safetensors"]
        for name in others { _ = try folder.write(Data("kept".utf8), name) }
        for (round, bytes) in [4, 8, 1000, 4, 1000, 8, 8].enumerated() {
            let content = tensors([1, 1, 1, 1], value: Float(round))
            try SafetensorsWriter.write(content, toFolder: folder.url, base: "model", shardBytes: bytes)
            try expectSame(SafetensorsCollection(folder: folder.url), content)
            let shards =
                bytes == 1000 ? [] : (1...16 / bytes).map { "model-0000\($0)-of-0000\(16 / bytes).safetensors" }
            let files = shards.isEmpty ? ["model.safetensors"] : shards + ["model.safetensors.index.json"]
            #expect(try folder.names == (files + others).sorted(), "round \(round)")
        }
    }

    @Test(arguments: ["write-safetensors", "write-shards"], [0, 512, 4096, 1 << 20, 1_500_000])
    func `a limit on the size of files is a fault of the disk that leaves the old export`(
        _ action: String, _ limit: Int
    ) throws {
        let content = tensors([1, 2, 3])
        try SafetensorsWriter.write(content, toFolder: folder.url, base: "model", shardBytes: 8)
        let names = try folder.names
        let run = try ProbeProcess(action, folder.url.path, "4", "\(limit)")
        #expect(run.status == 5, "\(run.output)")
        #expect(run.output.contains("writing failed"))
        try expectSame(SafetensorsCollection(folder: folder.url), content)
        #expect(try folder.names == names)
    }
}
