package import Foundation

/// A folder under a temporary name beside its final one, until it is complete.
///
/// The folder is locked while its writer lives, so that what a killed process left behind can be told from what another
/// is writing.
package final class PartialFolder: Sendable {
    /// The temporary name.
    package let url: URL
    private let target: URL
    private let descriptor: Int32

    private static let suffix = ".partial"

    /// Makes an empty folder beside `target`, and removes what killed processes left there of the same target.
    ///
    /// - Throws: `StoreError.writeFailed`.
    package init(for target: URL) throws(StoreError) {
        let target = target.standardizedFileURL
        let folder = target.deletingLastPathComponent()
        Self.removeAbandoned(in: folder, prefix: target.lastPathComponent)
        var number = 0
        var made: (url: URL, descriptor: Int32)?
        while made == nil {
            let name = ".\(target.lastPathComponent).\(getpid())-\(number)\(Self.suffix)"
            made = try Self.make(folder.appendingPathComponent(name, isDirectory: true), for: target)
            number += 1
        }
        guard let made else { preconditionFailure("PartialFolder: the loop ends with a folder") }
        (url, descriptor) = made
        self.target = target
    }

    deinit {
        close(descriptor)
    }

    /// Gives the folder, whose files are durable, its final name, and makes the names durable.
    ///
    /// - Throws: `StoreError.writeFailed`, also when there is a file or a folder with files of that name; it is then
    ///   untouched.
    package func publish() throws(StoreError) {
        guard SystemCall.retrying({ fsync(descriptor) }) == 0, rename(url.path, target.path) == 0,
            SystemCall.syncFolder(target.deletingLastPathComponent().path)
        else { throw .writeFailed(path: target.path, reason: SystemCall.lastError) }
    }

    /// Deletes the temporary folder.
    package func discard() {
        try? FileManager.default.removeItem(at: url)
    }

    /// Deletes temporary folders of a target that no living process holds.
    private static func removeAbandoned(in folder: URL, prefix: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where name.hasPrefix(".\(prefix).") && name.hasSuffix(suffix) {
            let found = folder.appendingPathComponent(name)
            let descriptor = open(found)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(at: found) }
            close(descriptor)
        }
    }

    /// A new folder and its locked descriptor, or nil when the name is taken.
    private static func make(_ url: URL, for target: URL) throws(StoreError) -> (URL, Int32)? {
        guard mkdir(url.path, 0o755) == 0 else {
            if errno == EEXIST { return nil }
            throw .writeFailed(path: target.path, reason: SystemCall.lastError)
        }
        let descriptor = open(url)
        guard descriptor >= 0 else {
            // Another process took it for abandoned between the two calls.
            if errno == ENOENT { return nil }
            throw .writeFailed(path: target.path, reason: SystemCall.lastError)
        }
        var facts = stat()
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &facts) == 0, facts.st_nlink > 0 {
            return (url, descriptor)
        }
        close(descriptor)
        return nil
    }

    private static func open(_ url: URL) -> Int32 {
        let path = url.path
        return SystemCall.retrying { Foundation.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
    }
}
