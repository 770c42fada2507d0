import Foundation
import SSMStore
import SSMTensor
import Testing

struct SafetensorsCollectionTests {
    private let device = Samples.device
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Writes a file with these tensors of two elements each, all elements `value`.
    private func write(_ names: [String], _ file: String, value: Float = 1) throws {
        var tensors = ParameterTree()
        for name in names { tensors[name] = .filled(with: value, shape: [2], on: device) }
        try SafetensorsWriter.write(tensors, to: folder.file(file), metadata: ["from": file])
    }

    private func writeIndex(_ text: String) throws -> URL {
        try folder.write(Data(text.utf8), "model.safetensors.index.json")
    }

    /// The complaint about the index.
    private func damage(_ place: SourceLocation = #_sourceLocation) throws -> String {
        let error = #expect(throws: StoreError.self, sourceLocation: place) {
            try SafetensorsCollection(folder: folder.url)
        }
        guard case .damaged(let path, let reason)? = error, path == folder.file("model.safetensors.index.json").path
        else {
            Issue.record("\(String(describing: error))", sourceLocation: place)
            return ""
        }
        return reason
    }

    @Test
    func `shards are one collection`() throws {
        try write(["a", "c"], "first.safetensors")
        try write(["b"], "second.safetensors", value: 2)
        _ = try writeIndex(
            #"""
            {"metadata": {"total_size": 7, "other": [1]}, "new": null,
             "weight_map": {"b": "second.safetensors", "c": "first.safetensors", "a": "first.safetensors"}}
            """#)
        let collection = try SafetensorsCollection(folder: folder.url)
        #expect(collection.names == ["a", "c", "b"])
        #expect(collection.metadata == ["format": "pt", "from": "first.safetensors"])
        #expect(collection.path == folder.file("model.safetensors.index.json").path)
        #expect(try collection.path(of: "b") == folder.file("second.safetensors").path)
        #expect(try collection.shape(of: "b") == [2])
        #expect(try collection.tensor("b", on: device).values == [2, 2])
        #expect(throws: StoreError.missingEntry(path: collection.path, entry: "d")) {
            try collection.tensor("d", on: device)
        }
    }

    @Test
    func `of a single file and an index the single file counts`() throws {
        try write(["a"], "model.safetensors", value: 3)
        _ = try writeIndex("{")
        let collection = try SafetensorsCollection(folder: folder.url)
        #expect(try collection.tensor("a", on: device).values == [3, 3])
        #expect(collection.path == folder.file("model.safetensors").path)
    }

    @Test
    func `another base has files of its own`() throws {
        try write(["a"], "model.safetensors")
        try write(["b"], "strategies.safetensors")
        #expect(try SafetensorsCollection(folder: folder.url, base: "strategies").names == ["b"])
        #expect(throws: StoreError.notFound(path: folder.file("other.safetensors").path)) {
            try SafetensorsCollection(folder: folder.url, base: "other")
        }
    }

    @Test
    func `a missing shard is named with what it should hold`() throws {
        try write(["a"], "first.safetensors")
        let index = try writeIndex(
            #"{"weight_map":{"a":"first.safetensors","e":"x","d":"x","c":"x","b":"x","f":"x"}}"#)
        let missing = folder.file("x").path
        let error = #expect(throws: StoreError.self) { try SafetensorsCollection(folder: folder.url) }
        #expect(error == .missingShard(path: missing, index: index.path, tensors: ["b", "c", "d", "e", "f"]))
        #expect(error?.description.contains("'b', 'c', 'd' and 2 more tensors") == true)
    }

    @Test
    func `links to files elsewhere are followed, as the cache of Hugging Face has them`() throws {
        let blobs = try TemporaryFolder()
        var tensors = ParameterTree()
        tensors["a"] = Tensor([4], shape: [1], on: device)
        try SafetensorsWriter.write(tensors, to: blobs.file("blob"))
        let link = folder.file("shard.safetensors")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: blobs.file("blob"))
        _ = try writeIndex(#"{"weight_map":{"a":"shard.safetensors"}}"#)
        #expect(try SafetensorsCollection(folder: folder.url).tensor("a", on: device).item == 4)
        unlink(blobs.file("blob").path)
        #expect(
            throws: StoreError.missingShard(
                path: link.path, index: folder.file("model.safetensors.index.json").path, tensors: ["a"])
        ) { try SafetensorsCollection(folder: folder.url) }
    }

    @Test(arguments: [
        ("", "a value is expected"), ("[]", "a JSON object"), ("{}", "one 'weight_map'"),
        (#"{"weight_map":[]}"#, "one 'weight_map'"),
        (#"{"weight_map":{"a":"s"},"weight_map":{"a":"s"}}"#, "'weight_map' twice"),
        (#"{"weight_map":{"a":1}}"#, "'a' in 1"), (#"{"weight_map":{"a":"s","a":"s"}}"#, "'a' twice"),
        (#"{"weight_map":{"a":"s","\u0061":"t"}}"#, "'a' twice"),
        (#"{"weight_map":{"a":"../s"}}"#, "name of a file"), (#"{"weight_map":{"a":"/etc/passwd"}}"#, "name of a file"),
        (#"{"weight_map":{"a":".."}}"#, "name of a file"), (#"{"weight_map":{"a":""}}"#, "name of a file"),
        (#"{"weight_map":{"a":"x/s"}}"#, "name of a file"), (#"{"weight_map":{"a":"s\u0000"}}"#, "name of a file"),
        (#"{"weight_map":{"a":"s"}"#, "'}' is expected"), (#"{"weight_map":{"a":"s"}} 1"#, "more after the end"),
        (String(repeating: #"{"weight_map":"#, count: 100_000), "nested more than"),
        (String(repeating: "[", count: 1_000_000), "nested more than"),
    ])
    func `an index that is wrong in itself is refused with the reason`(_ index: String, _ complaint: String) throws {
        try write(["a"], "s")
        _ = try writeIndex(index)
        let reason = try damage()
        #expect(reason.contains(complaint), "\(reason)")
    }

    @Test
    func `an index that contradicts its shards is refused with the reason`() throws {
        try write(["a", "b"], "s")
        try write(["c"], "t")
        _ = try writeIndex(#"{"weight_map":{"a":"s","b":"s","c":"t","d":"t"}}"#)
        #expect(try damage() == "the index places 'd' in 't', which does not hold it")
        _ = try writeIndex(#"{"weight_map":{"a":"s","c":"t"}}"#)
        #expect(try damage() == "'s' holds 'b', and the index does not name it")
        try write(["c", "b"], "t")
        _ = try writeIndex(#"{"weight_map":{"a":"s","b":"s","c":"t"}}"#)
        #expect(try damage() == "'t' holds 'b', and the index places it in 's'")
    }

    @Test
    func `a damaged shard is named`() throws {
        let shard = try folder.write(Data("no tensors in here".utf8), "s")
        _ = try writeIndex(#"{"weight_map":{"a":"s"}}"#)
        let error = #expect(throws: StoreError.self) { try SafetensorsCollection(folder: folder.url) }
        guard case .damaged(shard.path, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [
        ["pytorch_model.bin"], ["pytorch_model.bin.index.json", "pytorch_model-00001-of-00002.bin"], ["weights.pth"],
        ["consolidated.00.pth", "tokenizer.json"], ["a.ckpt", "pytorch_model.bin", "training_args.bin"],
    ])
    func `a folder with pickles only says how to convert them`(_ names: [String]) throws {
        for name in names { _ = try folder.write(Data(), name) }
        let named = names.contains("pytorch_model.bin") ? "pytorch_model.bin" : names[0]
        let error = #expect(throws: StoreError.pickle(path: folder.file(named).path)) {
            try SafetensorsCollection(folder: folder.url)
        }
        let text = try #require(error?.description)
        #expect(text.contains("runs the code") && text.contains("-hf") && text.contains("weights_only=True"))
        #expect(
            text.contains(#"glob.glob("\#(named.hasPrefix("pytorch") ? "pytorch_model*.bin" : named)")"#), "\(text)")
    }

    @Test
    func `what a trainer leaves beside the weights is not taken for weights`() throws {
        for name in ["training_args.bin", "optimizer.pt", "scheduler.pt", "rng_state_0.pth"] {
            _ = try folder.write(Data(), name)
        }
        #expect(throws: StoreError.notFound(path: folder.file("model.safetensors").path)) {
            try SafetensorsCollection(folder: folder.url)
        }
    }

    @Test(arguments: [[0x50, 0x4B, 3, 4, 0, 0, 8, 8, 0, 0], [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9]])
    func `a pickle with the name of another kind of file is called a pickle`(_ start: [UInt8]) throws {
        let url = try folder.write(Data(start), "model.safetensors")
        #expect(Pickle.isPickle(url))
        #expect(throws: StoreError.pickle(path: url.path)) { try SafetensorsCollection(folder: folder.url) }
        #expect(throws: StoreError.pickle(path: url.path)) { try Checkpoint(contentsOf: url, on: device) }
    }

    @Test
    func `other files are no pickles`() throws {
        try write(["a"], "model.safetensors")
        #expect(Pickle.isPickle(folder.file("model.safetensors")) == false)
        #expect(Pickle.isPickle(folder.file("absent.h5")) == false)
        #expect(Pickle.isPickle(folder.file("absent.pt")))
    }
}
