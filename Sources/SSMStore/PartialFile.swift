import Foundation
import SSMTensor

/// A file under a temporary name beside its final one, until it is complete.
///
/// The file is locked while its writer lives, so that what a killed process left behind can be told from what another
/// is writing.
final class PartialFile: Sendable {
    /// The final name.
    let target: URL
    /// The temporary name.
    let url: URL
    private let descriptor: Int32

    /// Creates an empty file beside `target`, and removes what killed processes left there of the same target.
    ///
    /// - Throws: `writeFailed`.
    init(for target: URL) throws(StoreError) {
        let folder = target.deletingLastPathComponent()
        PartialFile.removeAbandoned(in: folder, prefix: target.lastPathComponent)
        self.target = target
        var number = 0
        while true {
            let name = ".\(target.lastPathComponent).\(getpid())-\(number)\(PartialFile.suffix)"
            let candidate = folder.appendingPathComponent(name)
            if let created = try PartialFile.create(candidate, for: target) {
                (url, descriptor) = (candidate, created)
                return
            }
            number += 1
        }
    }

    deinit {
        close(descriptor)
    }

    /// Replaces the whole content.
    ///
    /// - Throws: `writeFailed`.
    func write(_ data: Data) throws(StoreError) {
        let isWritten = data.withUnsafeBytes { SystemCall.writeAll($0, to: descriptor, at: 0) }
        guard isWritten, ftruncate(descriptor, off_t(data.count)) == 0 else { throw failure() }
    }

    /// Writes bytes at an offset.
    ///
    /// - Throws: `writeFailed`.
    func write(_ bytes: [UInt8], at offset: Int) throws(StoreError) {
        let isWritten = bytes.withUnsafeBytes { SystemCall.writeAll($0, to: descriptor, at: offset) }
        guard isWritten else { throw failure() }
    }

    /// Writes the elements of a tensor at an offset.
    ///
    /// - Throws: `writeFailed`.
    func write(_ tensor: Tensor, at offset: Int) throws(StoreError) {
        try tensor.withBytes { bytes throws(StoreError) in
            guard SystemCall.writeAll(bytes, to: descriptor, at: offset) else { throw failure() }
        }
    }

    /// Makes the content durable, gives the file its final name, and makes the name durable.
    ///
    /// - Throws: `writeFailed`; the file of that name is then what it was before.
    func publish() throws(StoreError) {
        guard SystemCall.retrying({ fsync(descriptor) }) == 0 else { throw failure() }
        guard rename(url.path, target.path) == 0 else { throw failure() }
        // Other programs that use libhdf5 refuse to open a locked file.
        _ = flock(descriptor, LOCK_UN)
        guard SystemCall.syncFolder(target.deletingLastPathComponent().path) else { throw failure() }
    }

    /// Deletes the temporary file.
    func discard() {
        unlink(url.path)
    }

    private func failure() -> StoreError {
        .writeFailed(path: target.path, reason: SystemCall.lastError)
    }

    // MARK: - Names and leftovers

    private static let suffix = ".partial"

    /// Deletes temporary files that no living process holds, of targets whose names begin with `prefix`.
    static func removeAbandoned(in folder: URL, prefix: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where name.hasPrefix(".\(prefix)") && name.hasSuffix(suffix) {
            let path = folder.appendingPathComponent(name).path
            let descriptor = SystemCall.retrying { open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) }
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
            close(descriptor)
        }
    }

    /// The locked descriptor of a new file, or nil when the name is taken.
    private static func create(_ url: URL, for target: URL) throws(StoreError) -> Int32? {
        let path = url.path
        let descriptor = SystemCall.retrying { open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644) }
        guard descriptor >= 0 else {
            if errno == EEXIST { return nil }
            throw .writeFailed(path: target.path, reason: SystemCall.lastError)
        }
        var facts = stat()
        let isOurs = flock(descriptor, LOCK_EX | LOCK_NB) == 0 && fstat(descriptor, &facts) == 0 && facts.st_nlink == 1
        if isOurs { return descriptor }
        // Another process took it for abandoned between the two calls.
        close(descriptor)
        return nil
    }
}
