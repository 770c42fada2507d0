import CHDF5
import Crypto
package import Foundation
package import SSMTensor
import Synchronization

/// Writes an HDF5 file under a temporary name; `finish()` checks it and gives it its final name.
///
/// Datasets are whole tensors and texts, or rows that are appended; names are paths such as "/hidden_states/0/3", whose
/// groups are made as needed. The first error poisons the writer: the temporary file is
/// deleted and every later call throws the same error. A file that stood there before is untouched until `finish()`.
package final class HDF5Writer: Sendable {
    /// What is known of the open file.
    struct State: Sendable {
        var file: hid_t
        var entries: [String: WrittenEntry] = [:]
        var failure: StoreError?
        var isOpen = true
    }

    let partial: PartialFile
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
            // What waits in memory is written when its dataset is closed: in one order, for the same bytes.
            for (name, written) in state.entries.sorted(by: { $0.key < $1.key }) {
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
    func withCalls<Result: Sendable>(
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

    /// Creates a dataset; with `fill` it is filled and closed, else it stays open for more rows.
    func create(
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
