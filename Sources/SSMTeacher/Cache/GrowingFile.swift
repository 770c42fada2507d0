import Foundation

/// A file that only grows and that one process holds at a time: what was appended is on the disk.
struct GrowingFile: ~Copyable {
    /// Where the file is.
    let path: String
    /// Bytes of whole records; where the next goes.
    private(set) var size: Int
    private let descriptor: Int32
    /// Why nothing more can be appended; nil while it can.
    private(set) var failure: TeacherError?

    /// Opens and locks a file, making it when it is not there.
    ///
    /// - Throws: `TeacherError.cacheUnusable`, also when another process holds the file.
    init(_ url: URL) throws(TeacherError) {
        let file = try Self.opened(url)
        path = url.relativePath
        size = file.size
        descriptor = file.descriptor
    }

    deinit {
        // A process that is being started shares the descriptor until it has its own program, and with it the lock.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Appends a record and waits until it is on the disk.
    ///
    /// - Throws: `TeacherError.cacheUnusable`; the file is then cut to the records before, and takes no more, since the
    ///   system may forget about bytes that it failed to write.
    /// - Returns: where the record is.
    mutating func append(_ bytes: [UInt8]) throws(TeacherError) -> Range<Int> {
        if let failure { throw failure }
        guard write(bytes), fsync(descriptor) == 0 else {
            let error = TeacherError.cacheUnusable(
                path: path,
                reason: "writing failed (\(Self.lastError)); answers before are safe, so free space and run again")
            failure = error
            _ = ftruncate(descriptor, off_t(size))
            throw error
        }
        defer { size += bytes.count }
        return size..<size + bytes.count
    }

    /// Cuts the file.
    ///
    /// - Throws: `TeacherError.cacheUnusable`.
    mutating func cut(to size: Int) throws(TeacherError) {
        guard ftruncate(descriptor, off_t(size)) == 0, fsync(descriptor) == 0 else {
            throw .cacheUnusable(path: path, reason: Self.lastError)
        }
        self.size = size
    }

    /// The bytes of a range; fewer where the file has been cut by somebody else.
    ///
    /// - Throws: `TeacherError.cacheUnusable`.
    func bytes(_ range: Range<Int>) throws(TeacherError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                pread(
                    descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done,
                    off_t(range.lowerBound + done))
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .cacheUnusable(path: path, reason: Self.lastError) }
            if count == 0 { break }
            done += count
        }
        return Array(bytes[..<done])
    }

    /// Writes behind the last record; false with `errno` set when the system refuses.
    private func write(_ bytes: [UInt8]) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                pwrite(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done, off_t(size + done))
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { return false }
            done += count
        }
        return true
    }

    /// Opens and locks a file whose name is durable.
    private static func opened(_ url: URL) throws(TeacherError) -> (descriptor: Int32, size: Int) {
        let descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o644)
        guard descriptor >= 0 else { throw .cacheUnusable(path: url.relativePath, reason: lastError) }
        func refusal(_ reason: String) -> TeacherError {
            close(descriptor)
            return .cacheUnusable(path: url.relativePath, reason: reason)
        }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw refusal(lastError) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw refusal("it is no file") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw refusal("another process uses it; wait for its end, or give another file")
        }
        // Before the lock, whoever held it could still append.
        guard fstat(descriptor, &facts) == 0, syncFolder(of: url) else { throw refusal(lastError) }
        return (descriptor, Int(facts.st_size))
    }

    /// Makes the file's name durable.
    private static func syncFolder(of url: URL) -> Bool {
        let folder = open(url.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return false }
        defer { close(folder) }
        return fsync(folder) == 0
    }

    private static var lastError: String { String(cString: strerror(errno)) }
}
