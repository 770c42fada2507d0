package import SSMStore

/// The records of a LongMemEval file, one after another; no more than one of them is in memory.
package struct LongMemEvalReader: ~Copyable {
    private static let largestRecord = 1 << 30

    private let path: String
    private var reader: RecordReader
    private let size: Int
    /// Where the record that was read last stands, as bytes of the file.
    package private(set) var place = 0..<0
    /// The number of the record of each name.
    private var numbers: [String: Int] = [:]

    /// Reads a file from its beginning.
    package init(_ file: InputFile) {
        path = file.path
        size = file.size
        reader = RecordReader(file, form: .array, limit: Self.largestRecord)
    }

    /// The share of the file before the record that was read last.
    package var share: Double { size == 0 ? 1 : Double(place.lowerBound) / Double(size) }

    /// The next record; nil after the last.
    ///
    /// - Throws: `StoreError` for a file that is no JSON array; `LongMemEvalError` for a record that cannot be used, for
    ///   a name that occurs twice and for a file without records.
    package mutating func next() throws -> LongMemEvalRecord? {
        guard let found = try reader.next() else {
            if numbers.isEmpty { throw LongMemEvalError.noRecords(path: path) }
            return nil
        }
        place = found.offset..<found.offset + found.bytes.count
        let record = try LongMemEvalRecord(found, path: path)
        if let first = numbers.updateValue(found.number, forKey: record.id) {
            throw LongMemEvalError.duplicate(path: path, number: found.number, id: record.id, first: first)
        }
        return record
    }
}
