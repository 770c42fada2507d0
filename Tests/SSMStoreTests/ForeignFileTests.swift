import Foundation
import SSMStore
import SSMTensor
import Testing

struct ForeignFileTests {
    private let checker = ForeignFileChecker(executable: ProbeProcess.executable, arguments: ["check"])

    private func make(_ kind: String, in folder: TemporaryFolder) throws -> URL {
        let url = folder.file("\(kind).h5")
        try #require(ProbeProcess("make", kind, url.path).status == 0)
        return url
    }

    @Test
    func `a plain file of another program is read after its check, and not without`() throws {
        let folder = try TemporaryFolder()
        let url = try make("plain", in: folder)
        #expect(throws: StoreError.foreign(path: url.path)) { try Checkpoint(contentsOf: url, on: Samples.device) }
        let found = try Checkpoint(contentsOf: url, on: Samples.device, checker: checker)
        #expect(found.tensors.names == ["weight"])
        #expect(found.tensors["weight"]?.shape == [2, 3])
        #expect(found.tensors["weight"]?.values == [1, 2, 3, 4, 5, 6])
    }

    @Test(arguments: [("wide", "64-bit floating point"), ("list", "a list of texts")])
    func `a dataset of another type is named`(_ kind: String, _ words: String) throws {
        let folder = try TemporaryFolder()
        let url = try make(kind, in: folder)
        #expect(
            throws: StoreError.wrongKind(
                path: url.path, entry: "weight", expected: "32-bit floating point", found: words)
        ) { try Checkpoint(contentsOf: url, on: Samples.device, checker: checker) }
    }

    @Test(arguments: [
        ("externalLink", "a link that is not part of the file"), ("softLink", "a link that is not part of the file"),
        ("danglingLink", "a link that is not part of the file"), ("cycle", "groups nested deeper"),
        ("deep", "groups nested deeper"), ("externalStorage", "external storage"), ("virtual", "a virtual dataset"),
        ("filter", "filter number 6"), ("rank", "9 dimensions"), ("dimensions", "do not fit"), ("chunk", "chunks of"),
        ("namedType", "neither a group nor a dataset"),
    ])
    func `a file that leads elsewhere or claims the absurd is refused`(_ kind: String, _ words: String) throws {
        let folder = try TemporaryFolder()
        let url = try make(kind, in: folder)
        // In this process, as when the child has seen nothing wrong, and through the child.
        let own = #expect(throws: StoreError.self) { try ForeignFileChecker.check(url) }
        guard case .refused(url.path, _, let reason)? = own else {
            Issue.record("\(String(describing: own))")
            return
        }
        #expect(reason.contains(words), "\(reason)")
        let child = #expect(throws: StoreError.self) {
            try Checkpoint(contentsOf: url, on: Samples.device, checker: checker)
        }
        #expect(child?.description.contains(words) == true, "\(String(describing: child))")
    }

    @Test
    func `a damaged file of another program never takes this process down`() throws {
        let folder = try TemporaryFolder()
        let whole = try Data(contentsOf: make("plain", in: folder))
        var refused = 0
        for place in stride(from: 0, to: whole.count, by: 61) {
            var changed = whole
            changed[place] ^= 0xFF
            let url = try folder.write(changed, "changed.h5")
            do throws(StoreError) {
                _ = try Checkpoint(contentsOf: url, on: Samples.device, checker: checker)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 0)
    }

    @Test
    func `a check that crashes, hangs, fails or cannot start refuses the file`() throws {
        let folder = try TemporaryFolder()
        let url = try make("plain", in: folder)
        func reason(_ executable: String, _ arguments: [String], seconds: Int = 60) -> String? {
            let checker = ForeignFileChecker(
                executable: URL(fileURLWithPath: executable), arguments: arguments, secondsAllowed: seconds)
            let error = #expect(throws: StoreError.self) {
                try Checkpoint(contentsOf: url, on: Samples.device, checker: checker)
            }
            guard case .refused(url.path, "/", let reason)? = error else { return nil }
            return reason
        }
        #expect(reason("/bin/sh", ["-c", "kill -SEGV $$"]) == "reading it crashes libhdf5 with signal 11")
        #expect(reason("/bin/sh", ["-c", "exec sleep 600"], seconds: 0) == "reading it takes longer than 0 seconds")
        #expect(reason("/bin/sh", ["-c", "exit 3"]) == "its check failed: exit status 3")
        #expect(reason("/bin/sh", ["-c", "echo bad; exit 4"])?.hasPrefix("its check failed: bad") == true)
        #expect(reason("/nowhere/program", [])?.hasPrefix("its check could not be started") == true)
        // More output than a pipe holds does not block the child.
        #expect(reason("/bin/sh", ["-c", "head -c 300000 /dev/zero; exit 4"])?.hasPrefix("its check failed") == true)
    }
}
