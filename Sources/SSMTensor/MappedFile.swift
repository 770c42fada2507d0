import Foundation

/// The bytes of a file in memory that the system fills from the file when they are first looked at, and can take back.
///
/// Nothing is written through it: the memory is read-only. Where another program changes the file in place, the new
/// bytes may show; where it cuts the file off, looking at what is gone ends this process with SIGBUS. A program that
/// replaces the file by renaming another one over it does neither.
///
/// Sound to send: the memory is never written.
package final class MappedFile: @unchecked Sendable {
    /// Bytes of the file that are mapped.
    package let size: Int
    let base: UnsafeMutableRawPointer

    /// Maps the beginning of an open file, which may be closed afterwards; nil, with `errno` set, where the system
    /// refuses.
    ///
    /// - Precondition: `size` is positive and at most the size of the file.
    package init?(descriptor: Int32, size: Int) {
        precondition(size > 0, "MappedFile: \(size) bytes")
        guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else { return nil }
        self.base = base
        self.size = size
    }

    deinit {
        munmap(base, size)
    }
}
