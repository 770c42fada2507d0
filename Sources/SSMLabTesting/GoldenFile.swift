public import Foundation
public import SSMTensor

/// Tensors that another program wrote as a safetensors file, to compare with.
///
/// Only what golden files need: whole float32, float64 and integer tensors of a trusted file.
public struct GoldenFile: Sendable {
    /// Why a golden file cannot be used.
    public struct Unusable: Error, CustomStringConvertible {
        /// The file and the reason.
        public let description: String
    }

    /// Free text of the file's header.
    public let metadata: [String: String]
    private let entries: [String: Entry]
    private let bytes: Data
    private let url: URL

    private struct Entry: Decodable {
        let dtype: String
        let shape: [Int]
        let range: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case range = "data_offsets"
        }
    }

    private enum HeaderValue: Decodable {
        case tensor(Entry)
        case metadata([String: String])

        init(from decoder: any Decoder) throws {
            if let entry = try? Entry(from: decoder) {
                self = .tensor(entry)
            } else {
                self = .metadata(try [String: String](from: decoder))
            }
        }
    }

    /// Opens a file.
    ///
    /// - Throws: `Unusable` or what reading throws.
    public init(contentsOf url: URL) throws {
        let file = try Data(contentsOf: url)
        let length = file.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
        guard file.count >= 8, length >= 0, length <= file.count - 8 else {
            throw Unusable(description: "\(url.path): not a safetensors file")
        }
        let header = try JSONDecoder().decode([String: HeaderValue].self, from: file[8..<(8 + length)])
        var entries: [String: Entry] = [:]
        var metadata: [String: String] = [:]
        for (name, value) in header {
            switch value {
            case .tensor(let entry): entries[name] = entry
            case .metadata(let texts): metadata = texts
            }
        }
        self.metadata = metadata
        self.entries = entries
        self.url = url
        bytes = file.dropFirst(8 + length)
    }

    /// Names of the tensors, sorted.
    public var names: [String] { entries.keys.sorted() }

    /// Whether there is a tensor of this name.
    public func contains(_ name: String) -> Bool { entries[name] != nil }

    /// The shape of a tensor.
    public func shape(of name: String) throws -> [Int] { try entry(name).shape }

    /// A floating-point tensor.
    public func tensor(_ name: String, on device: Device) throws -> Tensor {
        Tensor(try floats(name), shape: try entry(name).shape, on: device)
    }

    /// The numbers of a floating-point tensor.
    public func floats(_ name: String) throws -> [Float] {
        let entry = try entry(name)
        switch entry.dtype {
        case "F32": return try words(entry, as: UInt32.self).map(Float.init(bitPattern:))
        case "F64": return try words(entry, as: UInt64.self).map { Float(Double(bitPattern: $0)) }
        default: throw Unusable(description: "\(url.path): '\(name)' is of type \(entry.dtype), not floating-point")
        }
    }

    /// The numbers of an integer tensor.
    public func integers(_ name: String) throws -> [Int] {
        let entry = try entry(name)
        switch entry.dtype {
        case "I64": return try words(entry, as: UInt64.self).map { Int(Int64(bitPattern: $0)) }
        case "I32": return try words(entry, as: UInt32.self).map { Int(Int32(bitPattern: $0)) }
        default: throw Unusable(description: "\(url.path): '\(name)' is of type \(entry.dtype), not an integer")
        }
    }

    private func entry(_ name: String) throws -> Entry {
        guard let entry = entries[name] else {
            throw Unusable(description: "\(url.path): there is no tensor '\(name)'; it has \(names)")
        }
        return entry
    }

    /// Little-endian words of a tensor.
    private func words<Word: FixedWidthInteger>(_ entry: Entry, as type: Word.Type) throws -> [Word] {
        let size = MemoryLayout<Word>.size
        let range = entry.range
        guard range.count == 2, range[0] >= 0, range[0] <= range[1], range[1] <= bytes.count,
            range[1] - range[0] == entry.shape.reduce(1, *) * size
        else { throw Unusable(description: "\(url.path): the offsets \(range) do not fit the file") }
        let data = [UInt8](bytes.dropFirst(range[0]).prefix(range[1] - range[0]))
        return stride(from: 0, to: data.count, by: size).map { start in
            (0..<size).reversed().reduce(Word(0)) { $0 << 8 | Word(truncatingIfNeeded: data[start + $1]) }
        }
    }
}
