import Foundation
import SSMStore
import SSMTensor
import Testing

struct CheckpointFolderTests {
    private func checkpoint(_ step: Int) -> Checkpoint {
        Checkpoint(tensors: ParameterTree(), texts: ["progress": "\(step)"])
    }

    @Test
    func `a folder that is missing or empty has no newest checkpoint`() throws {
        let folder = try TemporaryFolder()
        #expect(try CheckpointFolder(folder.file("missing")).newest(on: Samples.device) == nil)
        #expect(try CheckpointFolder(folder.url).newest(on: Samples.device) == nil)
    }

    @Test
    func `the newest two are kept, and the newest comes back`() throws {
        let folder = try TemporaryFolder()
        let run = CheckpointFolder(folder.file("run/checkpoints"))
        for step in [0, 5, 123, 1_000_000_000] {
            try run.save(checkpoint(step), step: step)
            let newest = try #require(try run.newest(on: Samples.device))
            #expect(newest.step == step)
            #expect(newest.checkpoint.texts["progress"] == "\(step)")
            #expect(newest.skipped.isEmpty)
        }
        #expect(try run.steps() == [1_000_000_000, 123])
        #expect(run.file(of: 123).lastPathComponent == "step-00000123.h5")
        #expect(FileManager.default.fileExists(atPath: run.file(of: 123).path))
    }

    @Test
    func `a damaged checkpoint is skipped with the reason`() throws {
        let folder = try TemporaryFolder()
        let run = CheckpointFolder(folder.url)
        try run.save(checkpoint(1), step: 1)
        try run.save(checkpoint(2), step: 2)
        let broken = run.file(of: 2)
        _ = try folder.write(Data(contentsOf: broken).dropLast(10), broken.lastPathComponent)
        let newest = try #require(try run.newest(on: Samples.device))
        #expect(newest.step == 1)
        #expect(newest.skipped.count == 1)
        guard case .damaged(broken.path, _)? = newest.skipped.first else {
            Issue.record("\(newest.skipped)")
            return
        }
    }

    @Test
    func `only damaged checkpoints are an error and not a fresh start`() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(Data("x".utf8), "step-00000001.h5")
        let error = #expect(throws: StoreError.self) { try CheckpointFolder(folder.url).newest(on: Samples.device) }
        guard case .noUsableCheckpoint(folder.url.path, let reasons)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reasons.count == 1)
    }

    @Test
    func `after resuming from an earlier step the later ones go`() throws {
        let folder = try TemporaryFolder()
        let run = CheckpointFolder(folder.url)
        try run.save(checkpoint(10), step: 10)
        try run.save(checkpoint(20), step: 20)
        try run.save(checkpoint(15), step: 15)
        #expect(try run.steps() == [15, 10])
    }

    @Test
    func `other files are left alone, and only what nobody holds is cleared away`() throws {
        let folder = try TemporaryFolder()
        let run = CheckpointFolder(folder.url)
        let others = ["notes.txt", "step-1.h5", "step-0000000x.h5", "step-00000007.h5.bak", ".other.1-0.partial"]
        for name in others { _ = try folder.write(Data("x".utf8), name) }
        let abandoned = try folder.write(Data("x".utf8), ".step-00000003.h5.4242-0.partial")
        let held = try HDF5Writer(creating: folder.file("step-00000009.h5"))
        try run.save(checkpoint(4), step: 4)
        #expect(!FileManager.default.fileExists(atPath: abandoned.path))
        #expect(try run.steps() == [4])
        let names = try folder.names
        #expect(others.allSatisfy(names.contains))
        try held.finish()
        #expect(try run.steps() == [9, 4])
    }

    @Test(arguments: 1...4)
    func `a process killed while it writes leaves a checkpoint that can be read`(_ step: Int) throws {
        let folder = try TemporaryFolder()
        try ProbeProcess.killing(after: "saved \(step)", "repeat", folder.url.path, "16")
        let run = CheckpointFolder(folder.url)
        let newest = try #require(try run.newest(on: Samples.device))
        #expect(newest.step >= step)
        #expect(newest.skipped.isEmpty)
        let values = try #require(newest.checkpoint.tensors["model/weight"]).values
        #expect(values.allSatisfy { $0 == Float(newest.step) })
        try run.save(checkpoint(newest.step + 1), step: newest.step + 1)
        #expect(try folder.names.allSatisfy { $0.hasSuffix(".h5") && !$0.hasPrefix(".") })
    }
}
