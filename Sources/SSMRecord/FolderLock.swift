import Foundation

/// The sole right of this process to a folder, for as long as the value lives.
final class FolderLock: Sendable {
    /// The name of the file that is locked.
    static let name = ".lock"

    private let descriptor: Int32

    /// Takes a folder that is there.
    ///
    /// - Throws: `RecordError.busy` when another process holds it, `unwritable`.
    init(_ folder: URL) throws(RecordError) {
        let url = folder.appendingPathComponent(Self.name)
        descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .unwritable(url, errno: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .busy(path: folder.relativePath)
        }
    }

    deinit {
        close(descriptor)
    }
}
