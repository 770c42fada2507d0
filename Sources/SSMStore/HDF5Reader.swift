import CHDF5
import Crypto
package import Foundation
package import SSMTensor
import Synchronization

/// Reads an HDF5 file, after its digest, its links and the sizes of its datasets have been checked.
package final class HDF5Reader: Sendable {
    /// The path that errors name.
    package let path: String
    /// Whether the file was written by `HDF5Writer`, so that its digest could be compared.
    package let isSealed: Bool
    private let entries: [String: HDF5Entry]
    private let file: Mutex<hid_t?>

    /// Opens a file.
    ///
    /// A file of another program carries no digest: `checker` reads it in a process of its own first, because
    /// libhdf5 crashes on some damaged files.
    ///
    /// - Throws: `StoreError.notFound`, `notAFile`, `unreadable`, `damaged`, `refused`; `unsupported` for a newer
    ///   version; `foreign` for another program's file without a checker.
    package convenience init(contentsOf url: URL, checker: ForeignFileChecker? = nil) throws(StoreError) {
        let isSealed = try HDF5Reader.verify(url)
        if !isSealed {
            guard let checker else { throw .foreign(path: url.path) }
            try checker.check(url)
        }
        try self.init(url, isSealed: isSealed)
    }

    /// Opens a file that this process has just written and not sealed yet, or that it is its task to check.
    ///
    /// - Throws: as `init(contentsOf:checker:)`.
    convenience init(unsealed url: URL) throws(StoreError) {
        try self.init(url, isSealed: false)
    }

    private init(_ url: URL, isSealed: Bool) throws(StoreError) {
        path = url.path
        self.isSealed = isSealed
        let size = try InputFile(url).size
        let path = url.path
        let opened = try HDF5Library.perform(.reading, path) { calls throws(StoreError) in
            let file = try calls.openFile(at: path)
            do throws(StoreError) {
                return (file, try calls.inventory(of: file, size: size))
            } catch {
                calls.abandonFile(file)
                throw error
            }
        }
        file = Mutex(opened.0)
        entries = opened.1
    }

    deinit {
        // Nothing was written, so that nothing can be lost.
        try? close()
    }

    /// Closes the file; reading is over.
    ///
    /// - Throws: `StoreError.damaged`.
    package func close() throws(StoreError) {
        try file.withLock { file throws(StoreError) in
            guard let id = file.take() else { return }
            try HDF5Library.perform(.reading, path) { calls throws(StoreError) in try calls.closeFile(id) }
        }
    }

    /// The names of all datasets in alphabetical order, such as "hidden_states/0/3".
    package var names: [String] { entries.keys.sorted() }

    /// What a dataset holds.
    ///
    /// - Throws: `StoreError.missingEntry`.
    package func entry(_ name: String) throws(StoreError) -> HDF5Entry {
        guard let entry = entries[bare(name)] else { throw .missingEntry(path: path, entry: name) }
        return entry
    }

    /// A dataset of floating point of 32 or 16 bits, or some of its rows.
    ///
    /// - Throws: `StoreError.missingEntry`, `wrongKind`, `damaged`.
    /// - Precondition: `rows` lies within the dataset.
    package func floats(_ name: String, rows: Range<Int>? = nil, on device: Device) throws(StoreError) -> Tensor {
        let entry = try entry(name, holding: .float32, .float16)
        let shape = rows.map { [$0.count] + entry.shape.dropFirst() } ?? entry.shape
        let range = checked(rows, of: entry, name)
        if entry.kind == .float16 {
            let numbers = try values(range, of: entry, name, zero: UInt16(0))
            return Tensor(binary16: numbers, shape: shape, on: device)
        }
        return try Tensor.filling(shape: shape, on: device) { bytes throws(StoreError) in
            try read(range, of: entry, name, into: bytes)
        }
    }

    /// A dataset of integers of 64 or 32 bits in the order of the file, or some of its rows.
    ///
    /// - Throws: `StoreError.missingEntry`, `wrongKind`, `damaged`.
    /// - Precondition: `rows` lies within the dataset.
    package func integers(_ name: String, rows: Range<Int>? = nil) throws(StoreError) -> [Int64] {
        let entry = try entry(name, holding: .int64, .int32)
        let range = checked(rows, of: entry, name)
        if entry.kind == .int64 { return try values(range, of: entry, name, zero: Int64(0)) }
        return try values(range, of: entry, name, zero: Int32(0)).map(Int64.init)
    }

    /// A list of texts of bounded length, or some of them.
    ///
    /// - Throws: `StoreError.missingEntry`, `wrongKind`, `damaged`.
    /// - Precondition: `rows` lies within the dataset.
    package func texts(_ name: String, rows: Range<Int>? = nil) throws(StoreError) -> [String] {
        let entry = try entry(name)
        guard case .texts(let width) = entry.kind else {
            throw .wrongKind(path: path, entry: name, expected: "a list of texts", found: entry.kind.words)
        }
        let range = checked(rows, of: entry, name)
        var bytes = [UInt8](repeating: 0, count: range.count * entry.rowCount * width)
        try bytes.withUnsafeMutableBufferPointer { bytes throws(StoreError) in
            try read(range, of: entry, name, into: UnsafeMutableRawBufferPointer(bytes))
        }
        var texts: [String] = []
        for start in stride(from: 0, to: bytes.count, by: max(1, width)) {
            let content = bytes[start..<(start + width)].prefix { $0 != 0 }
            guard let text = String(validating: content, as: UTF8.self) else {
                throw .damaged(path: path, reason: "'\(name)' is not UTF-8")
            }
            texts.append(text)
        }
        return texts
    }

    /// A dataset that holds one text.
    ///
    /// - Throws: `StoreError.missingEntry`, `wrongKind`, `damaged`.
    package func text(_ name: String) throws(StoreError) -> String {
        _ = try entry(name, holding: .text)
        return try withFile { calls, file throws(StoreError) in try calls.text(at: self.bare(name), in: file) }
    }

    /// The facts attached to a dataset or group, or to the file ("/"); arrays are left out.
    ///
    /// - Throws: `StoreError.damaged`.
    package func attributes(of object: String = "/") throws(StoreError) -> [String: HDF5Attribute] {
        try withFile { calls, file throws(StoreError) in try calls.attributes(of: object, in: file) }
    }
}

extension HDF5Reader {
    /// SHA-256 of the values of a dataset as they lie in memory, read slab by slab.
    ///
    /// - Throws: `StoreError.missingEntry`, `wrongKind`, `damaged`.
    func digest(of name: String) throws(StoreError) -> [UInt8] {
        let entry = try entry(name)
        var hash = SHA256()
        if entry.kind == .text {
            hash.update(data: Data(try text(name).utf8))
            return Array(hash.finalize())
        }
        guard let width = entry.kind.bytes else {
            throw .wrongKind(path: path, entry: name, expected: "numbers or text", found: entry.kind.words)
        }
        let step = max(1, (4 << 20) / max(1, width * entry.rowCount))
        var slab = [UInt8](repeating: 0, count: step * width * entry.rowCount)
        for start in stride(from: 0, to: entry.rows, by: step) {
            let rows = start..<min(entry.rows, start + step)
            try slab.withUnsafeMutableBufferPointer { bytes throws(StoreError) in
                let part = UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(bytes)[..<(rows.count * width * entry.rowCount)])
                try read(rows, of: entry, name, into: part)
                hash.update(bufferPointer: UnsafeRawBufferPointer(part))
            }
        }
        return Array(hash.finalize())
    }

    /// Compares the digest of a file with the one in its user block.
    ///
    /// - Returns: false for an HDF5 file without a user block of ours.
    /// - Throws: `damaged`, `unsupported`, and the errors of opening a file.
    private static func verify(_ url: URL) throws(StoreError) -> Bool {
        let file = try InputFile(url)
        if file.size >= UserBlock.size, let block = UserBlock(try file.bytes(0..<UserBlock.size)) {
            if block.version != UserBlock.currentVersion {
                throw .unsupported(
                    path: file.path,
                    reason: "version \(block.version) of the file format; this program reads version "
                        + "\(UserBlock.currentVersion), so use the program that wrote it")
            }
            let length = UInt64(file.size - UserBlock.size)
            if block.length != length {
                throw .damaged(path: file.path, reason: "\(length) bytes long instead of \(block.length)")
            }
            if try file.digest(from: UserBlock.size) != block.digest {
                throw .damaged(path: file.path, reason: "its SHA-256 digest does not match")
            }
            return true
        }
        if try !UserBlock.hasHDF5Signature(file) {
            if Pickle.isBeginning(try file.bytes(0..<min(4, file.size))) { throw .pickle(path: file.path) }
            throw .damaged(path: file.path, reason: "\(file.size) bytes that are no HDF5 file")
        }
        return false
    }

    private func withFile<Result: Sendable>(
        _ body: (HDF5Calls, hid_t) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try file.withLock { file throws(StoreError) in
            guard let id = file else { preconditionFailure("HDF5Reader: \(path) is closed") }
            return try HDF5Library.perform(.reading, path) { calls throws(StoreError) in try body(calls, id) }
        }
    }

    private func read(
        _ rows: Range<Int>, of entry: HDF5Entry, _ name: String, into buffer: UnsafeMutableRawBufferPointer
    ) throws(StoreError) {
        try withFile { calls, file throws(StoreError) in
            try calls.read(rows, of: entry, at: self.bare(name), in: file, into: buffer)
        }
    }

    private func values<Number>(
        _ rows: Range<Int>, of entry: HDF5Entry, _ name: String, zero: Number
    ) throws(StoreError) -> [Number] {
        var values = [Number](repeating: zero, count: rows.count * entry.rowCount)
        try values.withUnsafeMutableBufferPointer { numbers throws(StoreError) in
            try read(rows, of: entry, name, into: UnsafeMutableRawBufferPointer(numbers))
        }
        return values
    }

    private func entry(_ name: String, holding kinds: HDF5Entry.Kind...) throws(StoreError) -> HDF5Entry {
        let entry = try entry(name)
        if !kinds.contains(entry.kind) {
            throw .wrongKind(path: path, entry: name, expected: kinds[0].words, found: entry.kind.words)
        }
        return entry
    }

    private func checked(_ rows: Range<Int>?, of entry: HDF5Entry, _ name: String) -> Range<Int> {
        guard let rows else { return 0..<entry.rows }
        precondition(
            rows.lowerBound >= 0 && rows.upperBound <= entry.rows && !entry.shape.isEmpty,
            "reading rows \(rows) of \(name), which has \(entry.rows)")
        return rows
    }

    private func bare(_ name: String) -> String {
        name.hasPrefix("/") ? String(name.dropFirst()) : name
    }
}
