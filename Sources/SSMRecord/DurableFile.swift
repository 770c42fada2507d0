import Foundation

/// Small files that are written whole or not at all.
enum DurableFile {
    /// Writes bytes under a temporary name, syncs them and renames them into place.
    ///
    /// - Throws: `RecordError.unwritable`; the file of before is then still there.
    static func write(_ bytes: Data, to url: URL) throws(RecordError) {
        let temporary = url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).partial")
        let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .unwritable(url, errno: errno) }
        do throws(RecordError) {
            try write(bytes, to: descriptor, of: url)
            guard fsync(descriptor) == 0 else { throw .unwritable(url, errno: errno) }
        } catch {
            close(descriptor)
            unlink(temporary.path)
            throw error
        }
        guard close(descriptor) == 0, rename(temporary.path, url.path) == 0 else {
            let code = errno
            unlink(temporary.path)
            throw .unwritable(url, errno: code)
        }
        try syncFolder(of: url)
    }

    /// Writes all bytes to an open file.
    static func write(_ bytes: Data, to descriptor: Int32, of url: URL) throws(RecordError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { buffer in Foundation.write(descriptor, buffer.baseAddress, buffer.count)
            }
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw .unwritable(url, errno: errno)
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Makes a renamed file's new name durable.
    private static func syncFolder(of url: URL) throws(RecordError) {
        let folder = open(url.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .unwritable(url, errno: errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .unwritable(url, errno: errno) }
    }
}
