import SSMStore

/// What a cache's file holds, by the places of its records.
struct CacheContent {
    /// The first line, by which the file and its form are known.
    static let header = "{\"format\":\"ssmlab teacher answers\",\"version\":1}\n"

    /// Where the answers are.
    private(set) var answers: [RequestKey: Range<Int>] = [:]
    /// What was said of answers, in order.
    private(set) var verdicts: [RequestKey: [[UInt8]]] = [:]
    /// Lines that are not what was written.
    private(set) var damagedLines = 0
    /// Bytes up to the end of the last whole line; nil where there is not even the header.
    private(set) var wholeSize: Int?

    /// Nothing.
    init() {}

    /// Reads a file to its end.
    ///
    /// - Throws: `TeacherError.cacheUnusable` for a file that is not a cache, or cannot be read.
    init(reading path: String, size: Int) throws(TeacherError) {
        do throws(StoreError) {
            var lines = try RecordReader(path)
            while let line = try lines.next() {
                let end = line.offset + line.bytes.count + 1
                let isWhole = end <= size
                if line.number == 1 {
                    guard isHeader(line, isWhole: isWhole) else {
                        throw .unsupported(path: path, reason: "it is not a cache of answers, or of a newer ssmlab")
                    }
                } else if isWhole {
                    add(line.bytes, at: line.offset..<end)
                }
                if isWhole { wholeSize = end }
            }
        } catch .unsupported(_, let reason) {
            throw .cacheUnusable(path: path, reason: "\(reason); give another file")
        } catch {
            throw .cacheUnusable(path: path, reason: error.description)
        }
    }

    /// Whether the first line is the header, or what a killed process wrote of it.
    private func isHeader(_ line: FileRecord, isWhole: Bool) -> Bool {
        isWhole ? Self.header.utf8.elementsEqual(line.bytes + [0x0A]) : Self.header.utf8.starts(with: line.bytes)
    }

    private mutating func add(_ line: [UInt8], at place: Range<Int>) {
        guard let record = CacheRecord(line: line) else {
            damagedLines += 1
            return
        }
        add(record, at: place)
    }

    /// Takes up a record that is in the file.
    mutating func add(_ record: CacheRecord, at place: Range<Int>) {
        switch record.kind {
        case .answer: answers[record.key] = place
        case .verdict: verdicts[record.key, default: []].append(record.content)
        }
    }
}
