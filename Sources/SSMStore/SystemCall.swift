import Foundation

/// The thin layer over the system's calls on files: retries and error texts.
enum SystemCall {
    /// The text of the last error of this thread, such as "No space left on device".
    static var lastError: String { text(of: errno) }

    /// The text of an error number.
    static func text(of code: Int32) -> String {
        String(cString: strerror(code))
    }

    /// Calls again while a signal interrupts.
    static func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
        while true {
            let result = call()
            if result != -1 || errno != EINTR { return result }
        }
    }

    /// Writes all the bytes at an offset; false with `errno` set when the system refuses.
    static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int) -> Bool {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = retrying { pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done)) }
            if count < 0 { return false }
            done += count
        }
        return true
    }

    /// Makes the names in a folder durable.
    static func syncFolder(_ path: String) -> Bool {
        let descriptor = retrying { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard descriptor >= 0 else { return false }
        let isSynced = retrying { fsync(descriptor) } == 0
        return retrying { close(descriptor) } == 0 && isSynced
    }
}
