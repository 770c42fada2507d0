package import Foundation

/// How much memory this process can still take, and what sets the limit.
public struct AvailableMemory: Sendable, Hashable {
    /// The bytes.
    public let bytes: Int
    /// What sets the limit, in words.
    public let limit: String

    /// A known amount.
    public init(bytes: Int, limit: String) {
        self.bytes = bytes
        self.limit = limit
    }

    /// What there is at this moment: the least of the machine's free memory, what the control groups of the process
    /// leave, and what its limit of address space leaves.
    public static var now: AvailableMemory {
        var limits = [physical, AvailableMemory(root: URL(fileURLWithPath: "/"))].compactMap(\.self)
        if let space = addressSpace { limits.append(space) }
        return limits.min { $0.bytes < $1.bytes } ?? AvailableMemory(bytes: .max, limit: "no limit is known")
    }

    /// Refuses work that needs more.
    ///
    /// - Throws: `MemoryError` with the estimate, what there is, and what to do.
    public func check(_ needed: Int, for activity: @autoclosure () -> String, remedy: String) throws(MemoryError) {
        guard needed > bytes else { return }
        throw MemoryError(activity: activity(), needed: needed, available: self, remedy: remedy)
    }

    private static var physical: AvailableMemory {
        AvailableMemory(
            bytes: Int(clamping: ProcessInfo.processInfo.physicalMemory), limit: "the memory of this machine")
    }

    /// What `ulimit -v` leaves; nil without a limit.
    private static var addressSpace: AvailableMemory? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur != ~rlim_t(0) else {
            return nil
        }
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").first
        let used = pages.flatMap { Int($0) }.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } ?? 0
        return AvailableMemory(
            bytes: max(0, Int(clamping: limit.rlim_cur) - used), limit: "the limit of address space, ulimit -v")
    }
}

// MARK: - The system's files

extension AvailableMemory {
    /// What the files of /proc and /sys under a folder say: the free memory of the machine, or less where a control
    /// group of the process leaves less; nil when they say nothing.
    ///
    /// Pages of files that a group can drop at any time count as free, as they do for the machine.
    package init?(root: URL) {
        var limits: [AvailableMemory] = []
        if let free = Self.kilobytes(of: "MemAvailable", in: Self.text(root, "proc/meminfo")) {
            limits.append(AvailableMemory(bytes: free, limit: "the free memory of this machine"))
        }
        for line in (Self.text(root, "proc/self/cgroup") ?? "").split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 3 else { continue }
            let isSecond = fields[1].isEmpty
            guard isSecond || fields[1].split(separator: ",").contains("memory") else { continue }
            let files = isSecond ? GroupFiles.second : GroupFiles.first
            // A container sees its own group at the top, whatever the path says.
            for folder in Self.ancestors(of: fields[2]) {
                if let bytes = files.remaining(root, folder) {
                    limits.append(AvailableMemory(bytes: bytes, limit: "the limit of the control group"))
                }
            }
        }
        guard let least = limits.min(by: { $0.bytes < $1.bytes }) else { return nil }
        self = least
    }

    /// The files of one version of control groups.
    private struct GroupFiles {
        let folder: String
        let limit: String
        let usage: String
        let droppable: String

        static let first = GroupFiles(
            folder: "sys/fs/cgroup/memory", limit: "memory.limit_in_bytes", usage: "memory.usage_in_bytes",
            droppable: "total_inactive_file")
        static let second = GroupFiles(
            folder: "sys/fs/cgroup", limit: "memory.max", usage: "memory.current", droppable: "inactive_file")

        /// Bytes that the group leaves; nil without a limit.
        func remaining(_ root: URL, _ path: String) -> Int? {
            let place = folder + path
            guard let limit = number(root, "\(place)/\(limit)"), let usage = number(root, "\(place)/\(usage)") else {
                return nil
            }
            let statistics = AvailableMemory.text(root, "\(place)/memory.stat") ?? ""
            let line = statistics.split(separator: "\n").first { $0.hasPrefix(droppable + " ") }
            let files = line.flatMap { Int($0.dropFirst(droppable.count + 1)) } ?? 0
            return max(0, limit - max(0, usage - files))
        }

        private func number(_ root: URL, _ path: String) -> Int? {
            AvailableMemory.text(root, path).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        }
    }

    /// "/a/b" and every group around it: "/a/b", "/a", "".
    private static func ancestors(of path: String) -> [String] {
        let parts = path.split(separator: "/")
        return (0...parts.count).reversed().map { parts.prefix($0).map { "/" + $0 }.joined() }
    }

    private static func kilobytes(of key: String, in text: String?) -> Int? {
        let line = text?.split(separator: "\n").first { $0.hasPrefix(key + ":") }
        return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 * 1024 }
    }

    private static func text(_ root: URL, _ path: String) -> String? {
        try? String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
