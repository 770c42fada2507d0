import Foundation

/// Writing to an open file, whatever the system writes at a time.
enum FileDescriptor {
    /// Writes all bytes.
    ///
    /// - Throws: `RecordError.unwritable`.
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
}
