import Foundation

/// The lines of a file, one after another; no more of the file than a line and a block is in memory.
struct LineReader: ~Copyable {
    private static let block = 1 << 20
    private static let newline = UInt8(ascii: "\n")

    private let path: String
    private let file: FileHandle
    private var buffer: [UInt8] = []
    /// Where in the buffer the next line begins.
    private var start = 0
    /// Where in the buffer nothing has been looked at yet.
    private var unseen = 0
    /// How many lines have been returned.
    private(set) var count = 0

    /// Opens a file, or whatever else can be read at a path.
    ///
    /// - Throws: `InputError.unreadable`.
    init(_ path: String) throws(InputError) {
        self.path = path
        do {
            file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        } catch {
            throw .unreadable(path, error)
        }
    }

    /// The next line without its end; nil after the last. A last line needs no end.
    ///
    /// - Throws: `InputError.unreadable`.
    mutating func next() throws(InputError) -> [UInt8]? {
        while true {
            if let end = buffer[unseen...].firstIndex(of: Self.newline) {
                return line(upTo: end, next: end + 1)
            }
            unseen = buffer.count
            guard try readBlock() else {
                return start < buffer.count ? line(upTo: buffer.count, next: buffer.count) : nil
            }
        }
    }

    private mutating func line(upTo end: Int, next: Int) -> [UInt8] {
        let line = Array(buffer[start..<end])
        (start, unseen) = (next, next)
        count += 1
        return line
    }

    /// Adds what the system gives at a time to the buffer; false at the end of the file.
    private mutating func readBlock() throws(InputError) -> Bool {
        buffer.removeFirst(start)
        (start, unseen) = (0, buffer.count)
        buffer.append(contentsOf: repeatElement(0, count: Self.block))
        var count = -1
        repeat {
            count = buffer.withUnsafeMutableBytes {
                read(file.fileDescriptor, $0.baseAddress?.advanced(by: unseen), Self.block)
            }
        } while count < 0 && errno == EINTR
        let code = errno
        buffer.removeLast(Self.block - max(count, 0))
        guard count >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(code))) }
        return count > 0
    }
}
