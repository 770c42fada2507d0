import Foundation
import SSMStore
import SSMTensor
import Testing

struct CheckpointTests {
    @Test
    func `everything comes back as it was written, in its order`() throws {
        let folder = try TemporaryFolder()
        let url = folder.file("a.h5")
        try Samples.checkpoint().write(to: url)
        let found = try Checkpoint(contentsOf: url, on: Samples.device)
        Samples.expectSame(found, Samples.checkpoint())
        #expect(try folder.names == ["a.h5"])
    }

    @Test
    func `an empty checkpoint comes back`() throws {
        let folder = try TemporaryFolder()
        try Checkpoint(tensors: ParameterTree()).write(to: folder.file("a.h5"))
        let found = try Checkpoint(contentsOf: folder.file("a.h5"), on: Samples.device)
        Samples.expectSame(found, Checkpoint(tensors: ParameterTree()))
    }

    @Test
    func `texts of megabytes come back`() throws {
        let folder = try TemporaryFolder()
        let long = String(repeating: "token é,", count: 500_000)
        let attribute = String(repeating: "x", count: 100_000)
        let checkpoint = Checkpoint(
            tensors: ParameterTree(), texts: ["tokenizer": long], attributes: ["long": .text(attribute)])
        try checkpoint.write(to: folder.file("a.h5"))
        Samples.expectSame(try Checkpoint(contentsOf: folder.file("a.h5"), on: Samples.device), checkpoint)
    }

    @Test
    func `the same content gives the same bytes`() throws {
        let folder = try TemporaryFolder()
        try Samples.checkpoint().write(to: folder.file("a.h5"))
        try Samples.checkpoint().write(to: folder.file("b.h5"))
        #expect(try Data(contentsOf: folder.file("a.h5")) == Data(contentsOf: folder.file("b.h5")))
    }

    @Test
    func `a checkpoint replaces the one of that name`() throws {
        let folder = try TemporaryFolder()
        let url = folder.file("a.h5")
        try Checkpoint(tensors: ParameterTree(), texts: ["x": "old"]).write(to: url)
        try Samples.checkpoint().write(to: url)
        Samples.expectSame(try Checkpoint(contentsOf: url, on: Samples.device), Samples.checkpoint())
    }

    @Test(arguments: ["", "/", "a//b", "a/", "./a", "a/./b", "a\0b", "texts/x"])
    func `a name that HDF5 would read otherwise is refused and leaves nothing`(_ name: String) throws {
        let folder = try TemporaryFolder()
        var tensors = ParameterTree()
        tensors[name] = .zeros([1], on: Samples.device)
        let error = #expect(throws: StoreError.self) {
            try Checkpoint(tensors: tensors).write(to: folder.file("a.h5"))
        }
        guard case .notStorable(_, name, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try folder.names == [])
    }

    @Test
    func `a text with a NUL is refused and not cut off`() throws {
        let folder = try TemporaryFolder()
        for checkpoint in [
            Checkpoint(tensors: ParameterTree(), texts: ["x": "a\0b"]),
            Checkpoint(tensors: ParameterTree(), attributes: ["x": .text("a\0b")]),
        ] {
            #expect(throws: StoreError.self) { try checkpoint.write(to: folder.file("a.h5")) }
        }
        #expect(try folder.names == [])
    }

    @Test
    func `a name that is both tensor and group is refused and leaves nothing`() throws {
        let folder = try TemporaryFolder()
        var tensors = ParameterTree()
        tensors["model"] = .zeros([1], on: Samples.device)
        tensors["model/weight"] = .zeros([1], on: Samples.device)
        #expect(throws: StoreError.self) { try Checkpoint(tensors: tensors).write(to: folder.file("a.h5")) }
        #expect(try folder.names == [])
    }

    @Test
    func `a folder that is missing is a fault of writing`() throws {
        let folder = try TemporaryFolder()
        let url = folder.file("missing/a.h5")
        let error = #expect(throws: StoreError.self) { try Samples.checkpoint().write(to: url) }
        #expect(error == .writeFailed(path: url.path, reason: "No such file or directory"))
        #expect(error?.isDiskFailure == true)
    }

    @Test
    func `a file of rows is no checkpoint`() throws {
        let folder = try TemporaryFolder()
        let writer = try HDF5Writer(creating: folder.file("rows.h5"))
        try writer.createFloats("logits", columns: 2)
        try writer.finish()
        let error = #expect(throws: StoreError.self) {
            try Checkpoint(contentsOf: folder.file("rows.h5"), on: Samples.device)
        }
        guard case .unsupported? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test
    func `a newer arrangement is named and not guessed at`() throws {
        let folder = try TemporaryFolder()
        let url = folder.file("newer.h5")
        let writer = try HDF5Writer(creating: url)
        try writer.set(.text("ssmlab-checkpoint"), named: "format")
        try writer.set(.integer(Checkpoint.formatVersion + 1), named: "format_version")
        try writer.finish()
        let error = #expect(throws: StoreError.self) { try Checkpoint(contentsOf: url, on: Samples.device) }
        guard case .unsupported(url.path, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
