import CHDF5
import Foundation
package import SSMTensor

/// Datasets of rows that are appended as they are made.
extension HDF5Writer {
    /// Bytes of a chunk.
    private static let chunkBytes = 1 << 20

    /// Creates an empty dataset of rows.
    ///
    /// - Parameters:
    ///   - kind: what a value is: any but a single text.
    ///   - shape: of a row; empty for one value a row.
    ///   - expected: how many rows are expected; a chunk has no more.
    /// - Throws: `StoreError.writeFailed`, `notStorable` (the name is bad or taken).
    package func createRows(
        _ name: String, of kind: HDF5Entry.Kind, shape: [Int], expected: Int = .max, isCompressed: Bool = true
    ) throws(StoreError) {
        guard let width = kind.bytes, width > 0, shape.allSatisfy({ $0 > 0 }) else {
            preconditionFailure("createRows: \(name) of \(kind.words) with rows of \(shape)")
        }
        var most = max(1, HDF5Writer.chunkBytes / width)
        // A row that is larger than a chunk is cut along its last axes.
        var chunk = shape
        for axis in shape.indices {
            chunk[axis] = min(shape[axis], max(1, most / shape[(axis + 1)...].reduce(1, *)))
        }
        most = max(1, min(most / chunk.reduce(1, *), expected))
        let entry = HDF5Entry(kind: kind, shape: [0] + shape)
        let layout = HDF5Calls.Layout.growing(chunk: [most] + chunk, isCompressed: isCompressed)
        try withCalls { calls, state throws(StoreError) in
            try self.create(entry, at: name, layout: layout, calls, &state, fill: nil)
        }
    }

    /// Creates an empty dataset of rows of `columns` 32-bit numbers.
    ///
    /// - Throws: as `createRows`.
    package func createFloats(_ name: String, columns: Int) throws(StoreError) {
        try createRows(name, of: .float32, shape: [columns])
    }

    /// Creates an empty list of 64-bit integers.
    ///
    /// - Throws: as `createRows`.
    package func createIntegers(_ name: String) throws(StoreError) {
        try createRows(name, of: .int64, shape: [])
    }

    /// Appends rows to a dataset of floating point; where it has 16 bits, each number goes to the nearest.
    ///
    /// - Shapes: `rows` (T, …) with the axes of the dataset's rows.
    /// - Throws: `StoreError.writeFailed`, `missingEntry`.
    package func append(_ rows: Tensor, to name: String) throws(StoreError) {
        try withGrowing(name) { calls, written, name throws(StoreError) in
            let (kind, row) = (written.entry.kind, Array(written.entry.shape.dropFirst()))
            precondition(
                [.float32, .float16].contains(kind) && rows.shape.suffix(row.count).elementsEqual(row),
                "append: \(rows.shape) to \(name) of \(kind.words) with rows of \(row)")
            let count = rows.count / row.reduce(1, *)
            if kind == .float16 {
                try HDF5Writer.append(rows.binary16, rows: count, to: &written, name, calls)
            } else {
                try rows.withBytes { bytes throws(StoreError) in
                    try HDF5Writer.append(bytes, rows: count, to: &written, name, calls)
                }
            }
        }
    }

    /// Appends to a list of 64-bit integers.
    ///
    /// - Throws: `StoreError.writeFailed`, `missingEntry`.
    package func append(_ values: [Int64], to name: String) throws(StoreError) {
        try append(values, of: .int64, to: name)
    }

    /// Appends to a list of 32-bit integers.
    ///
    /// - Throws: `StoreError.writeFailed`, `missingEntry`.
    package func append(_ values: [Int32], to name: String) throws(StoreError) {
        try append(values, of: .int32, to: name)
    }

    /// Appends to a list of texts; of a text that is too long the first whole characters are kept.
    ///
    /// - Throws: `StoreError.writeFailed`, `missingEntry`.
    package func append(_ texts: [String], to name: String) throws(StoreError) {
        try withGrowing(name) { calls, written, name throws(StoreError) in
            guard case .texts(let width) = written.entry.kind else {
                preconditionFailure("append: texts to \(name) of \(written.entry.kind.words)")
            }
            var bytes = [UInt8](repeating: 0, count: width * texts.count)
            for (index, text) in texts.enumerated() {
                var place = index * width
                for scalar in text.unicodeScalars {
                    let encoded = UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
                    guard place + encoded.count <= (index + 1) * width else { break }
                    bytes.replaceSubrange(place..<(place + encoded.count), with: encoded)
                    place += encoded.count
                }
            }
            try HDF5Writer.append(bytes, rows: texts.count, to: &written, name, calls)
        }
    }

    private func append<Number: FixedWidthInteger & Sendable>(
        _ values: [Number], of kind: HDF5Entry.Kind, to name: String
    ) throws(StoreError) {
        try withGrowing(name) { calls, written, name throws(StoreError) in
            precondition(
                written.entry.kind == kind && written.entry.shape.count == 1,
                "append: \(kind.words) to \(name) of \(written.entry.kind.words) and the shape \(written.entry.shape)")
            try HDF5Writer.append(values, rows: values.count, to: &written, name, calls)
        }
    }

    private func withGrowing(
        _ name: String, _ body: (HDF5Calls, inout WrittenEntry, String) throws(StoreError) -> Void
    ) throws(StoreError) {
        try withCalls { calls, state throws(StoreError) in
            let bare = try EntryName.normalized(name, in: self.partial.target.path)
            guard var written = state.entries.removeValue(forKey: bare), written.dataset != nil else {
                throw .missingEntry(path: self.partial.target.path, entry: name)
            }
            try body(calls, &written, bare)
            state.entries[bare] = written
        }
    }

    private static func append<Value>(
        _ values: [Value], rows: Int, to written: inout WrittenEntry, _ name: String, _ calls: HDF5Calls
    ) throws(StoreError) {
        try values.withUnsafeBufferPointer { values throws(StoreError) in
            try append(UnsafeRawBufferPointer(values), rows: rows, to: &written, name, calls)
        }
    }

    private static func append(
        _ bytes: UnsafeRawBufferPointer, rows: Int, to written: inout WrittenEntry, _ name: String,
        _ calls: HDF5Calls
    ) throws(StoreError) {
        guard rows > 0, let dataset = written.dataset, let start = bytes.baseAddress else { return }
        try calls.append(start, rows: rows, to: dataset, holding: written.entry, name)
        written.hash.update(bufferPointer: bytes)
        let shape = [written.entry.rows + rows] + written.entry.shape.dropFirst()
        written.entry = HDF5Entry(kind: written.entry.kind, shape: shape)
    }
}
