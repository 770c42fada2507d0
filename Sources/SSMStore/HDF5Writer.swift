import CHDF5
import Crypto
package import Foundation
package import SSMTensor
import Synchronization

/// Writes an HDF5 file under a temporary name; `finish()` checks it and gives it its final name.
///
/// Datasets are of 32-bit floating point, 64-bit integers or text; names are paths such as
/// "/hidden_states/0/3", whose groups are made as needed. The first error poisons the writer: the temporary file is
/// deleted and every later call throws the same error. A file that stood there before is untouched until `finish()`.
package final class HDF5Writer: Sendable {
    /// Bytes of a chunk of a growing dataset.
    static let chunkBytes = 1 << 20

    private struct State: Sendable {
        var file: hid_t
        var entries: [String: WrittenEntry] = [:]
        var failure: StoreError?
        var isOpen = true
    }

    private let partial: PartialFile
    private let state: Mutex<State>

    /// Begins a file.
    ///
    /// - Throws: `StoreError.writeFailed`.
    package init(creating url: URL) throws(StoreError) {
        let partial = try PartialFile(for: url)
        do throws(StoreError) {
            let file = try HDF5Library.perform(.writing, url.path) { calls throws(StoreError) in
                try calls.createFile(at: partial.url.path)
            }
            state = Mutex(State(file: file))
        } catch {
            partial.discard()
            throw error
        }
        self.partial = partial
    }

    deinit {
        discard()
    }

    // MARK: - Whole datasets

    /// Writes a tensor of any shape in one piece, without filters.
    ///
    /// - Throws: `StoreError.writeFailed`, `notStorable` (the name is bad or taken).
    package func write(_ tensor: Tensor, to name: String) throws(StoreError) {
        let entry = HDF5Entry(kind: .float32, shape: tensor.shape)
        try withCalls { calls, state throws(StoreError) in
            try self.create(entry, at: name, layout: .contiguous, calls, &state) {
                id, name, written throws(StoreError) in
                try tensor.withBytes { bytes throws(StoreError) in
                    written.hash.update(bufferPointer: bytes)
                    guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
                    try calls.write(start, .float32, to: id, name)
                }
            }
        }
    }

    /// Writes a text as one variable-length UTF-8 value.
    ///
    /// - Throws: `StoreError.writeFailed`, `notStorable` (the name is bad or taken, or the text contains U+0000).
    package func write(_ text: String, to name: String) throws(StoreError) {
        if text.utf8.contains(0) {
            throw .notStorable(path: partial.target.path, entry: name, reason: "the text contains the character U+0000")
        }
        let entry = HDF5Entry(kind: .text, shape: [])
        try withCalls { calls, state throws(StoreError) in
            try self.create(entry, at: name, layout: .contiguous, calls, &state) {
                id, name, written throws(StoreError) in
                written.hash.update(data: Data(text.utf8))
                try calls.write(text: text, to: id, name)
            }
        }
    }

    // MARK: - Growing datasets

    /// Creates an empty dataset of rows of `columns` 32-bit numbers.
    ///
    /// - Throws: as `write(_:to:)`.
    package func createFloats(_ name: String, columns: Int) throws(StoreError) {
        precondition(columns > 0, "createFloats: \(name) with \(columns) columns")
        try createGrowing(HDF5Entry(kind: .float32, shape: [0, columns]), name, width: MemoryLayout<Float>.size)
    }

    /// Creates an empty list of 64-bit integers.
    ///
    /// - Throws: as `write(_:to:)`.
    package func createIntegers(_ name: String) throws(StoreError) {
        try createGrowing(HDF5Entry(kind: .int64, shape: [0]), name, width: MemoryLayout<Int64>.size)
    }

    /// Appends rows to a dataset made by `createFloats`.
    ///
    /// - Shapes: `rows` (T, columns).
    /// - Throws: `StoreError.writeFailed`, `missingEntry`.
    package func append(_ rows: Tensor, to name: String) throws(StoreError) {
        try withGrowing(name) { calls, written, name throws(StoreError) in
            let columns = written.entry.rowCount
            precondition(
                written.entry.kind == .float32 && rows.shape.last == columns,
                "append: \(rows.shape) to \(name) of \(written.entry.kind.words) with \(columns) columns")
            try rows.withBytes { bytes throws(StoreError) in
                try HDF5Writer.append(bytes, rows: rows.count / columns, to: &written, name, calls)
            }
        }
    }

    /// Appends to a list made by `createIntegers`.
    ///
    /// - Throws: `StoreError.writeFailed`, `missingEntry`.
    package func append(_ values: [Int64], to name: String) throws(StoreError) {
        try withGrowing(name) { calls, written, name throws(StoreError) in
            precondition(written.entry.kind == .int64, "append: integers to \(name) of \(written.entry.kind.words)")
            try values.withUnsafeBufferPointer { numbers throws(StoreError) in
                try HDF5Writer.append(
                    UnsafeRawBufferPointer(numbers), rows: values.count, to: &written, name, calls)
            }
        }
    }

    // MARK: - Attributes and the end

    /// Attaches a fact to a dataset or group that exists, or to the file ("/").
    ///
    /// - Throws: `StoreError.writeFailed`, `notStorable` (a text contains U+0000).
    package func set(_ value: HDF5Attribute, named name: String, on object: String = "/") throws(StoreError) {
        if case .text(let text) = value, text.utf8.contains(0) {
            throw .notStorable(path: partial.target.path, entry: name, reason: "the text contains the character U+0000")
        }
        try withCalls { calls, state throws(StoreError) in
            try calls.set(value, named: name, on: object, in: state.file)
        }
    }

    /// Closes the file, reads all of it back, seals it with its digest, makes it durable and gives it its name.
    ///
    /// - Throws: `StoreError.writeFailed`; the file that stood there before is then untouched.
    package func finish() throws(StoreError) {
        let entries = try withCalls { calls, state throws(StoreError) in
            for (name, written) in state.entries {
                guard let dataset = written.dataset else { continue }
                state.entries[name]?.dataset = nil
                try calls.closeDataset(dataset, name)
            }
            state.isOpen = false
            try calls.closeFile(state.file)
            return state.entries
        }
        do throws(StoreError) {
            try verify(entries)
            try seal()
            try partial.publish()
        } catch {
            partial.discard()
            throw error
        }
    }

    /// Gives the file up and deletes what is written; nothing happens after `finish()`.
    package func discard() {
        state.withLock { state in
            guard state.isOpen else { return }
            abandon(&state)
        }
    }
}

extension HDF5Writer {
    /// Runs calls on the open file; an error ends the file.
    private func withCalls<Result: Sendable>(
        _ body: (HDF5Calls, inout State) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try state.withLock { state throws(StoreError) in
            if let failure = state.failure { throw failure }
            precondition(state.isOpen, "HDF5Writer: \(partial.target.path) is finished")
            do throws(StoreError) {
                return try HDF5Library.perform(.writing, partial.target.path) { calls throws(StoreError) in
                    try body(calls, &state)
                }
            } catch {
                state.failure = error
                if state.isOpen { abandon(&state) } else { partial.discard() }
                throw error
            }
        }
    }

    private func abandon(_ state: inout State) {
        let file = state.file
        state.isOpen = false
        // What cannot be closed is deleted all the same.
        try? HDF5Library.perform(.writing, partial.target.path) { calls throws(StoreError) in calls.abandonFile(file) }
        partial.discard()
    }

    private func create(
        _ entry: HDF5Entry, at name: String, layout: HDF5Calls.Layout, _ calls: HDF5Calls,
        _ state: inout State, fill: ((hid_t, String, inout WrittenEntry) throws(StoreError) -> Void)?
    ) throws(StoreError) {
        let bare = try EntryName.normalized(name, in: partial.target.path)
        if state.entries[bare] != nil {
            throw .notStorable(path: partial.target.path, entry: name, reason: "there is one of that name already")
        }
        var written = WrittenEntry(entry: entry)
        let dataset = try calls.createDataset(entry, at: bare, in: state.file, layout: layout)
        if let fill {
            try fill(dataset, bare, &written)
            try calls.closeDataset(dataset, bare)
        } else {
            written.dataset = dataset
        }
        state.entries[bare] = written
    }

    private func createGrowing(_ entry: HDF5Entry, _ name: String, width: Int) throws(StoreError) {
        let most = HDF5Writer.chunkBytes / width
        let columns = entry.shape.dropFirst().map { min($0, most) }
        let rows = max(1, most / columns.reduce(1, *))
        try withCalls { calls, state throws(StoreError) in
            try self.create(entry, at: name, layout: .growing(chunk: [rows] + columns), calls, &state, fill: nil)
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

    /// Reads the temporary file and compares names, shapes and values with what was asked for.
    private func verify(_ entries: [String: WrittenEntry]) throws(StoreError) {
        let path = partial.target.path
        do throws(StoreError) {
            let reader = try HDF5Reader(unsealed: partial.url)
            guard Set(reader.names) == Set(entries.keys) else {
                throw .writeFailed(path: path, reason: "other datasets are found in it than were written")
            }
            for (name, written) in entries {
                let found = try reader.entry(name)
                let digest = try reader.digest(of: name)
                if found != written.entry || digest != Array(written.hash.finalize()) {
                    throw .writeFailed(path: path, reason: "'\(name)' does not read back as written")
                }
            }
            try reader.close()
        } catch {
            if error.isDiskFailure { throw error }
            throw .writeFailed(path: path, reason: "it does not read back: \(error)")
        }
    }

    private func seal() throws(StoreError) {
        let file = try InputFile(partial.url)
        let digest = try file.digest(from: UserBlock.size)
        try partial.write(UserBlock(length: file.size - UserBlock.size, digest: digest).bytes, at: 0)
    }
}
