package import Foundation
package import SSMTensor

/// A safetensors file: named tensors behind a JSON header.
///
/// The header is checked as a whole when the file is opened: names appear once, and the tensors cover the rest of the
/// file without gap or overlap. Values are read when they are asked for, straight into their tensor.
///
/// - Source: the format's description and the checks of its reference implementation (huggingface/safetensors).
package struct SafetensorsFile: Sendable {
    /// The longest header that is read.
    static let headerLimit = 100_000_000

    private let file: InputFile
    private let header: SafetensorsHeader
    private let start: Int

    /// Opens a file and checks its header.
    ///
    /// - Throws: `StoreError.notFound`, `notAFile`, `unreadable`, `damaged`.
    package init(contentsOf url: URL) throws(StoreError) {
        let file = try InputFile(url)
        guard file.size >= 8 else {
            throw .damaged(path: file.path, reason: "\(file.size) bytes are too few for a safetensors file")
        }
        let length = try file.bytes(0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(SafetensorsFile.headerLimit), length <= UInt64(file.size - 8) else {
            throw .damaged(
                path: file.path,
                reason: "its header claims \(length) bytes in a file of \(file.size) bytes, "
                    + "of which at most \(SafetensorsFile.headerLimit) are allowed")
        }
        start = 8 + Int(length)
        let json = try file.bytes(8..<start)
        do throws(JSONScanner.Failure) {
            header = try SafetensorsHeader(json: json, dataSize: file.size - start)
        } catch {
            throw .damaged(path: file.path, reason: "safetensors header: \(error)")
        }
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
    /// - Throws: `StoreError.missingEntry`, `wrongKind`, `damaged`, `unreadable`.
    package func tensor(_ name: String, on device: Device) throws(StoreError) -> Tensor {
        let entry = try entry(name)
        switch entry.type {
        case .f32:
            return try Tensor.filling(shape: entry.shape, on: device) { bytes throws(StoreError) in
                try file.read(into: bytes, at: start + entry.range.lowerBound)
            }
        case .f16:
            return try converted(entry, on: device) { Float(Float16(bitPattern: $0)) }
        case .bf16:
            return try converted(entry, on: device) { Float(bitPattern: UInt32($0) << 16) }
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
                ? (0..<entry.count).map { raw.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self) }
                : (0..<entry.count).map { Int64(raw.loadUnaligned(fromByteOffset: $0 * 4, as: Int32.self)) }
        }
    }

    private func entry(_ name: String) throws(StoreError) -> SafetensorsHeader.Entry {
        guard let entry = header.entries[name] else { throw .missingEntry(path: path, entry: name) }
        return entry
    }

    /// Reads 16-bit values and widens them, a slab at a time.
    private func converted(
        _ entry: SafetensorsHeader.Entry, on device: Device, _ widened: (UInt16) -> Float
    ) throws(StoreError) -> Tensor {
        try Tensor.filling(shape: entry.shape, on: device) { bytes throws(StoreError) in
            let floats = bytes.bindMemory(to: Float.self)
            for first in stride(from: 0, to: entry.count, by: 1 << 20) {
                let last = min(entry.count, first + 1 << 20)
                let offset = start + entry.range.lowerBound
                let slab = try file.bytes((offset + 2 * first)..<(offset + 2 * last))
                slab.withUnsafeBytes { raw in
                    for index in first..<last {
                        floats[index] = widened(raw.loadUnaligned(fromByteOffset: 2 * (index - first), as: UInt16.self))
                    }
                }
            }
        }
    }
}
