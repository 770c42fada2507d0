package import Foundation
package import SSMTensor

/// A safetensors file: named tensors behind a JSON header.
///
/// The header is checked as a whole when the file is opened: names appear once, and the tensors cover the rest of the
/// file without gap or overlap. The file is then mapped, and F32 tensors lie on the mapping: they take no memory but
/// what the system keeps of the file, and nothing that is done to them reaches the file. Who changes or cuts off the
/// file in place while such a tensor is in use changes its values or ends this process with SIGBUS; replacing the file
/// by renaming another over it, as this program and the Hugging Face libraries do, is harmless.
///
/// - Source: the format's description and the checks of its reference implementation (huggingface/safetensors).
package struct SafetensorsFile: Sendable {
    /// The longest header that is read.
    static let headerLimit = 100_000_000

    private let file: InputFile
    private let mapping: MappedFile
    private let header: SafetensorsHeader
    private let start: Int

    /// Opens a file and checks its header.
    ///
    /// - Throws: `StoreError.notFound`, `notAFile`, `unreadable`, `damaged`, `pickle`.
    package init(contentsOf url: URL) throws(StoreError) {
        let file = try InputFile(url)
        let first = try file.bytes(0..<min(8, file.size))
        let length = first.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard first.count == 8, length <= UInt64(SafetensorsFile.headerLimit), length <= UInt64(file.size - 8) else {
            if Pickle.isBeginning(first) { throw .pickle(path: file.path) }
            throw .damaged(
                path: file.path,
                reason: first.count < 8
                    ? "\(file.size) bytes are too few for a safetensors file"
                    : "its header claims \(length) bytes in a file of \(file.size) bytes, "
                        + "of which at most \(SafetensorsFile.headerLimit) are allowed")
        }
        start = 8 + Int(length)
        let json = try file.bytes(8..<start)
        do throws(JSONScanner.Failure) {
            header = try SafetensorsHeader(json: json, dataSize: file.size - start)
        } catch {
            throw .damaged(path: file.path, reason: "safetensors header: \(error)")
        }
        mapping = try file.mapped()
        self.file = file
    }

    /// The path that errors name.
    package var path: String { file.path }

    /// The names of all tensors, in the order of their values in the file.
    package var names: [String] { header.names }

    /// The texts under `__metadata__`.
    package var metadata: [String: String] { header.metadata }

    /// The dimensions of a tensor.
    ///
    /// - Throws: `StoreError.missingEntry`.
    package func shape(of name: String) throws(StoreError) -> [Int] {
        try entry(name).shape
    }

    /// A tensor of F32, F16 or BF16 values.
    ///
    /// F32 values stay where they are, on the mapped file, unless they begin at an odd place there (tensors of other
    /// types before them can do that); the others are widened, which is exact.
    ///
    /// - Throws: `StoreError.missingEntry`, `wrongKind`, `damaged` when the file has been cut off, `unreadable`.
    package func tensor(_ name: String, on device: Device) throws(StoreError) -> Tensor {
        let entry = try entry(name)
        let offset = start + entry.range.lowerBound
        try file.checkSize()
        switch entry.type {
        case .f32 where offset % MemoryLayout<Float>.alignment == 0:
            return Tensor(mapping: mapping, at: offset, shape: entry.shape, on: device)
        case .f32:
            return try Tensor.filling(shape: entry.shape, on: device) { bytes throws(StoreError) in
                try file.read(into: bytes, at: offset)
            }
        case .f16:
            return Tensor(widening: .binary16, of: mapping, at: offset, shape: entry.shape, on: device)
        case .bf16:
            return Tensor(widening: .bfloat16, of: mapping, at: offset, shape: entry.shape, on: device)
        default:
            throw .wrongKind(path: path, entry: name, expected: "F32, F16 or BF16", found: entry.type.rawValue)
        }
    }

    /// The values of a tensor of I64 or I32, row by row.
    ///
    /// - Throws: `StoreError.missingEntry`, `wrongKind`, `damaged`, `unreadable`.
    package func integers(_ name: String) throws(StoreError) -> [Int64] {
        let entry = try entry(name)
        guard entry.type == .i64 || entry.type == .i32 else {
            throw .wrongKind(path: path, entry: name, expected: "I64 or I32", found: entry.type.rawValue)
        }
        let bytes = try file.bytes((start + entry.range.lowerBound)..<(start + entry.range.upperBound))
        return bytes.withUnsafeBytes { raw in
            entry.type == .i64
                ? (0..<raw.count / 8).map { raw.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self) }
                : (0..<raw.count / 4).map { Int64(raw.loadUnaligned(fromByteOffset: $0 * 4, as: Int32.self)) }
        }
    }

    private func entry(_ name: String) throws(StoreError) -> SafetensorsHeader.Entry {
        guard let entry = header.entries[name] else { throw .missingEntry(path: path, entry: name) }
        return entry
    }
}
