import Crypto
package import Foundation
import SSMTensor

/// A regular file open for reading at any offset.
///
/// Reads go through the system, so that a file that shrinks meanwhile is an error and not a fault of the process.
/// Large arrays of numbers can be mapped instead: `mapped()` says what that costs.
package final class InputFile: Sendable {
    /// Where the file was when it was opened.
    package let path: String
    /// Bytes of the file when it was opened.
    package let size: Int
    let descriptor: Int32

    /// Opens a file.
    ///
    /// - Throws: `notFound`, `notAFile`, `unreadable`.
    package convenience init(_ url: URL) throws(StoreError) {
        try self.init(path: url.path)
    }

    /// Opens the file at a path.
    ///
    /// - Throws: `notFound`, `notAFile`, `unreadable`.
    package init(path: String) throws(StoreError) {
        self.path = path
        let opened = SystemCall.retrying { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard opened >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw .notFound(path: path) }
            throw .unreadable(path: path, reason: SystemCall.lastError)
        }
        var facts = stat()
        guard fstat(opened, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw .notAFile(path: path)
        }
        descriptor = opened
        size = Int(facts.st_size)
    }

    deinit {
        close(descriptor)
    }

    /// Fills the buffer from an offset.
    ///
    /// - Throws: `damaged` when the file ends before, `unreadable`.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(StoreError) {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let count = SystemCall.retrying { pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done)) }
            if count < 0 { throw .unreadable(path: path, reason: SystemCall.lastError) }
            if count == 0 { throw .damaged(path: path, reason: "it ends before byte \(offset + buffer.count)") }
            done += count
        }
    }

    /// The bytes of a range.
    ///
    /// - Throws: as `read(into:at:)`.
    package func bytes(_ range: Range<Int>) throws(StoreError) -> [UInt8] {
        var failure: StoreError?
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            let whole = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<range.count])
            do throws(StoreError) {
                try read(into: whole, at: range.lowerBound)
                count = range.count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// The first bytes; fewer of a shorter file.
    ///
    /// - Throws: as `read(into:at:)`.
    package func start(_ count: Int) throws(StoreError) -> [UInt8] { try bytes(0..<Swift.min(count, size)) }

    /// The whole file, mapped: read from the disk when and where it is looked at.
    ///
    /// Call `checkSize()` before looking: what is cut off after that ends the process (see `MappedFile`).
    ///
    /// - Throws: `unreadable`.
    func mapped() throws(StoreError) -> MappedFile {
        guard let file = MappedFile(descriptor: descriptor, size: size) else {
            throw .unreadable(path: path, reason: "it cannot be mapped: \(SystemCall.lastError)")
        }
        return file
    }

    /// Checks that the file still has all the bytes that it had when it was opened.
    ///
    /// - Throws: `damaged`, `unreadable`.
    func checkSize() throws(StoreError) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw .unreadable(path: path, reason: SystemCall.lastError) }
        if facts.st_size < size {
            throw .damaged(path: path, reason: "it was cut from \(size) to \(facts.st_size) bytes while it was open")
        }
    }

    /// What changes when somebody writes to the file.
    ///
    /// - Throws: `unreadable`.
    package var stamp: FileStamp {
        get throws(StoreError) {
            var facts = stat()
            guard fstat(descriptor, &facts) == 0 else { throw .unreadable(path: path, reason: SystemCall.lastError) }
            return FileStamp(
                size: Int(facts.st_size), seconds: Int(facts.st_mtim.tv_sec), nanoseconds: Int(facts.st_mtim.tv_nsec))
        }
    }

    /// The SHA-256 of everything from an offset on.
    ///
    /// - Throws: as `read(into:at:)`.
    package func digest(from start: Int) throws(StoreError) -> [UInt8] {
        var hash = SHA256()
        var offset = start
        while offset < size {
            let slab = try bytes(offset..<Swift.min(size, offset + (1 << 20)))
            slab.withUnsafeBytes { hash.update(bufferPointer: $0) }
            offset += slab.count
        }
        return Array(hash.finalize())
    }
}
