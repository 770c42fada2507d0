import Foundation

/// The records of a file, one after another; no more of the file than a record and a block is in memory.
package struct RecordReader: ~Copyable {
    private static let block = 1 << 20

    private let path: String
    private let form: RecordForm
    /// The most bytes of a record.
    private let limit: Int
    private let descriptor: Int32
    /// Keeps the descriptor open.
    private let owner: AnyObject
    /// Where the next block is read from; nil where the file has no places, as a pipe.
    private var position: Int?
    private var buffer: [UInt8] = []
    /// Bytes of the file before the buffer.
    private var base = 0
    /// Where in the buffer the next record begins.
    private var start = 0
    /// How many records have been returned.
    private(set) package var count = 0
    private var stage = ArrayStage.before

    private enum ArrayStage {
        case before, inside, after
    }

    /// Opens a file, or whatever else can be read at a path.
    ///
    /// - Throws: `StoreError.unreadable`.
    package init(_ path: String, form: RecordForm = .lines) throws(StoreError) {
        let file: FileHandle
        do {
            file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        } catch {
            throw .unreadable(path: path, reason: UnreadableFile.reason(path, error))
        }
        self.init(path, form: form, limit: .max, descriptor: file.fileDescriptor, owner: file, position: nil)
    }

    /// Reads an open file from its beginning, whatever else reads it.
    ///
    /// - Parameter limit: the most bytes of a record, so that a file of another form does not fill the memory.
    package init(_ file: InputFile, form: RecordForm, limit: Int) {
        self.init(file.path, form: form, limit: limit, descriptor: file.descriptor, owner: file, position: 0)
    }

    private init(
        _ path: String, form: RecordForm, limit: Int, descriptor: Int32, owner: AnyObject, position: Int?
    ) {
        self.path = path
        self.form = form
        self.limit = limit
        self.descriptor = descriptor
        self.owner = owner
        self.position = position
    }

    /// The next record; nil after the last.
    ///
    /// An element of an array is not looked into beyond its end, so that it may still be no JSON.
    ///
    /// - Throws: `StoreError.unreadable`; `unsupported` for a file that is no JSON array where one is expected, and for
    ///   a record that is too long.
    package mutating func next() throws(StoreError) -> FileRecord? {
        switch form {
        case .lines: try nextLine()
        case .array: try nextElement()
        }
    }

    private mutating func nextLine() throws(StoreError) -> FileRecord? {
        var seen = start
        while true {
            if let end = buffer[seen...].firstIndex(of: UInt8(ascii: "\n")) {
                return record(upTo: end, next: end + 1)
            }
            let unread = buffer.count - start
            guard try readBlock() else {
                return start < buffer.count ? record(upTo: buffer.count, next: buffer.count) : nil
            }
            seen = start + unread
        }
    }

    private mutating func nextElement() throws(StoreError) -> FileRecord? {
        switch stage {
        case .after: return nil
        case .before:
            guard try peek() == UInt8(ascii: "[") else { throw fault("the file is not one JSON array") }
            start += 1
            stage = .inside
            if try peek() == UInt8(ascii: "]") { return try end() }
        case .inside:
            switch try peek() {
            case UInt8(ascii: ","): start += 1
            case UInt8(ascii: "]"): return try end()
            case nil: throw fault("the array does not end")
            default: throw fault("a comma or the end of the array is expected")
            }
        }
        guard let first = try peek() else { throw fault("the array does not end") }
        if first == UInt8(ascii: ",") || first == UInt8(ascii: "]") { throw fault("a value is expected") }
        let end = try elementEnd()
        return record(upTo: end, next: end)
    }

    /// The array is closed: nothing may follow.
    private mutating func end() throws(StoreError) -> FileRecord? {
        start += 1
        stage = .after
        guard try peek() == nil else { throw fault("there is more after the end of the array") }
        return nil
    }

    /// The next byte that is no space; nil at the end of the file.
    private mutating func peek() throws(StoreError) -> UInt8? {
        while true {
            while start < buffer.count {
                let byte = buffer[start]
                guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
                start += 1
            }
            guard try readBlock() else { return nil }
        }
    }

    /// Where in the buffer the element ends that begins at `start`.
    private mutating func elementEnd() throws(StoreError) -> Int {
        var scan = ElementScan()
        var seen = start
        while true {
            if let end = scan.end(in: buffer, from: seen) { return end }
            let unread = buffer.count - start
            guard try readBlock() else { throw fault("the array does not end") }
            seen = start + unread
        }
    }

    private mutating func record(upTo end: Int, next: Int) -> FileRecord {
        count += 1
        defer { start = next }
        return FileRecord(bytes: Array(buffer[start..<end]), offset: base + start, number: count)
    }

    /// Adds what the system gives at a time to the buffer; false at the end of the file.
    private mutating func readBlock() throws(StoreError) -> Bool {
        guard buffer.count - start <= limit else {
            throw fault("a record of more than \(limit) bytes; is the file of this form?")
        }
        buffer.removeFirst(start)
        base += start
        start = 0
        let filled = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: Self.block))
        let (descriptor, position) = (descriptor, position)
        let count = buffer.withUnsafeMutableBytes { bytes in
            let place = bytes.baseAddress?.advanced(by: filled)
            return SystemCall.retrying {
                if let position { return pread(descriptor, place, Self.block, off_t(position)) }
                return read(descriptor, place, Self.block)
            }
        }
        let reason = SystemCall.lastError
        buffer.removeLast(Self.block - max(count, 0))
        guard count >= 0 else { throw .unreadable(path: path, reason: reason) }
        if let position { self.position = position + count }
        return count > 0
    }

    private func fault(_ reason: String) -> StoreError {
        let after = count > 0 ? ", after record \(count)" : ""
        return .unsupported(path: path, reason: "\(reason), at byte \(base + start)\(after)")
    }
}

/// Finds the end of a JSON value from block to block, by its brackets and quotation marks alone.
private struct ElementScan {
    private var depth = 0
    private var isText = false
    private var isEscaped = false

    /// Where the value ends in the bytes that follow those of the last call; nil when it goes on after them.
    mutating func end(in bytes: [UInt8], from start: Int) -> Int? {
        let span = bytes.span
        for index in start..<span.count {
            let byte = span[index]
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                    if depth == 0 { return index + 1 }
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return index }
                depth -= 1
                if depth == 0 { return index + 1 }
            case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D:
                if depth == 0 { return index }
            default: break
            }
        }
        return nil
    }
}
