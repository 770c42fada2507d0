import Foundation
import SSMStore
import SSMTensor
import Testing

struct FullDiskTests {
    /// A small file system in memory, if this process may mount one.
    private final class SmallDisk {
        let folder: TemporaryFolder

        init?(megabytes: Int) throws {
            folder = try TemporaryFolder()
            guard mount("tmpfs", folder.url.path, "tmpfs", 0, "size=\(megabytes)m") == 0 else { return nil }
        }

        deinit {
            umount2(folder.url.path, Int32(MNT_DETACH))
        }

        static let isAvailable = (try? SmallDisk(megabytes: 1)) ?? nil != nil
    }

    @Test(arguments: ["write", "dump"], [0, 512, 700, 2048, 4096, 100_000, 1 << 20, 3_000_000])
    func `a limit on the size of files is a fault of the disk that leaves the old file`(
        _ action: String, _ limit: Int
    ) throws {
        let folder = try TemporaryFolder()
        let url = folder.file("a.h5")
        try Samples.checkpoint().write(to: url)
        let run = try ProbeProcess(action, url.path, "4", "\(limit)")
        #expect(run.status == 5, "\(run.output)")
        #expect(run.output.contains("writing failed"))
        Samples.expectSame(try Checkpoint(contentsOf: url, on: Samples.device), Samples.checkpoint())
        #expect(try folder.names == ["a.h5"])
    }

    @Test(.enabled(if: SmallDisk.isAvailable, "needs the right to mount"), arguments: ["write", "dump"])
    func `a full disk is a fault of the disk that leaves the old file`(_ action: String) throws {
        let disk = try #require(try SmallDisk(megabytes: 3))
        let url = disk.folder.file("a.h5")
        try Samples.checkpoint().write(to: url)
        let run = try ProbeProcess(action, url.path, "4")
        #expect(run.status == 5, "\(run.output)")
        #expect(run.output.contains("No space left on device"), "\(run.output)")
        Samples.expectSame(try Checkpoint(contentsOf: url, on: Samples.device), Samples.checkpoint())
        #expect(try disk.folder.names == ["a.h5"])
    }

    @Test(.enabled(if: SmallDisk.isAvailable, "needs the right to mount"))
    func `a writer is poisoned by a full disk`() throws {
        let disk = try #require(try SmallDisk(megabytes: 2))
        let url = disk.folder.file("rows.h5")
        let writer = try HDF5Writer(creating: url)
        try writer.createFloats("logits", columns: 256)
        var failure: StoreError?
        for slab in 0..<8 where failure == nil {
            let rows = Tensor.normal(
                [1024, 256], scale: 1, key: RandomKey(seed: UInt64(slab)), on: Samples.device)
            do throws(StoreError) {
                try writer.append(rows, to: "logits")
            } catch {
                failure = error
            }
        }
        let first = try #require(failure)
        #expect(first.isDiskFailure)
        #expect(throws: first) { try writer.set(.integer(1), named: "x") }
        #expect(throws: first) { try writer.finish() }
        #expect(try disk.folder.names == [])
        // The library is as good as before for other files.
        let folder = try TemporaryFolder()
        try Samples.checkpoint().write(to: folder.file("a.h5"))
    }
}
