import Foundation
import SSMModel
import Testing

@Suite struct AvailableMemoryTests {
    private static let meminfo = "MemTotal:       24684092 kB\nMemFree: 1 kB\nMemAvailable:   1000 kB\n"

    private func available(_ files: [String: String]) throws -> AvailableMemory? {
        let root = FileManager.default.temporaryDirectory.appending(path: "memory-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        for (path, text) in files {
            let file = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        return AvailableMemory(root: root)
    }

    @Test func `the machine's free memory counts when no group limits it`() throws {
        let free = try #require(try available(["proc/meminfo": Self.meminfo]))
        #expect(free.bytes == 1_024_000 && free.limit.contains("free memory"))
        #expect(try available([:]) == nil)
        let unlimited = [
            "proc/meminfo": Self.meminfo, "proc/self/cgroup": "0::/a\n", "sys/fs/cgroup/a/memory.max": "max\n",
            "sys/fs/cgroup/a/memory.current": "5\n",
        ]
        #expect(try available(unlimited) == free)
    }

    @Test(arguments: ["/jobs/mine", "/"])
    func `a group of version 2, or one around it, limits`(_ path: String) throws {
        let group = try #require(
            try available([
                "proc/meminfo": Self.meminfo, "proc/self/cgroup": "0::/jobs/mine\n",
                "sys/fs/cgroup\(path)/memory.max": "500000\n", "sys/fs/cgroup\(path)/memory.current": "300000\n",
                "sys/fs/cgroup\(path)/memory.stat": "anon 1\ninactive_file 100000\nactive_file 7\n",
            ]))
        #expect(group.bytes == 300_000 && group.limit.contains("control group"))
    }

    @Test func `a group of version 1 limits`() throws {
        let folder = "sys/fs/cgroup/memory/box"
        let files = [
            "proc/meminfo": Self.meminfo, "proc/self/cgroup": "5:devices:/\n4:cpu,memory:/box\n",
            "\(folder)/memory.limit_in_bytes": "400000\n", "\(folder)/memory.usage_in_bytes": "500000\n",
            "\(folder)/memory.stat": "inactive_file 1\ntotal_inactive_file 50000\n",
        ]
        #expect(try available(files)?.bytes == 0)
        let other = files.merging(["proc/self/cgroup": "4:cpu:/box\n"]) { $1 }
        #expect(try available(other)?.bytes == 1_024_000)
    }

    @Test func `here there is some memory, and more than there is is refused`() throws {
        let now = AvailableMemory.now
        #expect(now.bytes > 1 << 20 && now.bytes <= Int(ProcessInfo.processInfo.physicalMemory))
        let limited = AvailableMemory(bytes: 1000, limit: "a test")
        try limited.check(1000, for: "nothing", remedy: "")
        let error = #expect(throws: MemoryError.self) {
            try limited.check(2_000_000, for: "a prompt of 9 tokens", remedy: "give a shorter one")
        }
        #expect(
            error?.description
                == "a prompt of 9 tokens needs about 2.0 MB of memory, and there are 1.0 kB (a test); give a shorter one"
        )
    }
}
