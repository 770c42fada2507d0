import Foundation
import SSMStore
import SSMTensor
import Testing

struct SafetensorsTests {
    private let device = Device(workers: 1, poisoned: true)

    /// The bytes of a file with this header and so many bytes of data.
    private static func bytes(_ header: String, data: [UInt8] = []) -> Data {
        var result = Data()
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { result.append(contentsOf: $0) }
        return result + Data(header.utf8) + Data(data)
    }

    private static func raw<Value>(_ values: [Value]) -> [UInt8] {
        values.withUnsafeBytes { Array($0) }
    }

    @Test
    func `all types that are read have the values that were written`() throws {
        let folder = try TemporaryFolder()
        let floats: [Float] = [1.5, -0.25, 3e38, 0, -0.0, .infinity]
        let halves: [Float16] = [1, -2.5, 65504, 6e-8, 0]
        let brains: [UInt16] = [0x3F80, 0xC020, 0x7F80]
        let longs: [Int64] = [.min, -1, .max]
        let ints: [Int32] = [.min, 7]
        let data =
            Self.raw(floats) + Self.raw(halves) + Self.raw(brains) + Self.raw(longs) + Self.raw(ints)
        let header = """
            {"__metadata__":{"format":"pt","n\\u00e9":"\\ud83d\\ude00\\n"},
             "f32":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
             "f16":{"dtype":"F16","shape":[5],"data_offsets":[24,34]},
             "bf16":{"shape":[3,1],"dtype":"BF16","data_offsets":[34,40]},
             "none":{"dtype":"F32","shape":[0,4],"data_offsets":[40,40]},
             "i64":{"dtype":"I64","shape":[3],"data_offsets":[40,64]},
             "i32":{"dtype":"I32","shape":[2],"data_offsets":[64,72]}}  \n
            """
        let url = try folder.write(Self.bytes(header, data: data), "all.safetensors")
        let file = try SafetensorsFile(contentsOf: url)
        #expect(file.names == ["f32", "f16", "bf16", "none", "i64", "i32"])
        #expect(file.metadata == ["format": "pt", "né": "😀\n"])
        #expect(try file.shape(of: "f32") == [2, 3])
        #expect(try file.tensor("f32", on: device).values.map(\.bitPattern) == floats.map(\.bitPattern))
        #expect(try file.tensor("f16", on: device).values == halves.map { Float($0) })
        let widened = try file.tensor("bf16", on: device)
        #expect(widened.values == [1, -2.5, .infinity])
        #expect(widened.shape == [3, 1])
        #expect(try file.tensor("none", on: device).shape == [0, 4])
        #expect(try file.integers("i64") == longs)
        #expect(try file.integers("i32") == [Int64(Int32.min), 7])
    }

    @Test
    func `a tensor of another type or name is a named error`() throws {
        let folder = try TemporaryFolder()
        let header = #"{"wide":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#
        let url = try folder.write(Self.bytes(header, data: [UInt8](repeating: 0, count: 8)), "f64.safetensors")
        let file = try SafetensorsFile(contentsOf: url)
        #expect(
            throws: StoreError.wrongKind(path: url.path, entry: "wide", expected: "F32, F16 or BF16", found: "F64")
        ) { try file.tensor("wide", on: device) }
        #expect(
            throws: StoreError.wrongKind(path: url.path, entry: "wide", expected: "I64 or I32", found: "F64")
        ) { try file.integers("wide") }
        #expect(throws: StoreError.missingEntry(path: url.path, entry: "narrow")) {
            try file.tensor("narrow", on: device)
        }
    }

    /// Headers over 8 bytes of data, each with a word of the complaint that it deserves.
    static let hostile: [(header: String, complaint: String)] = [
        ("", "'{' is expected"),
        ("[]", "'{' is expected"),
        ("{", "'\"' is expected"),
        ("{}", "are of no tensor"),
        (#"{} x"#, "more after the end"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#, "'}' is expected"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},}"#, "'\"' is expected"),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
            "'a' appears twice"
        ),
        (#"{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, "'dtype'"),
        (#"{"__metadata__":{},"__metadata__":{}}"#, "__metadata__ appears twice"),
        (#"{"__metadata__":{"a":"1","a":"2"}}"#, "metadata 'a' appears twice"),
        (#"{"__metadata__":{"a":1}}"#, "'\"' is expected"),
        (
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
            "overlaps"
        ),
        (
            #"{"a":{"dtype":"I8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
            "leaves a gap"
        ),
        (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}"#, "ends at 12 of 8 bytes"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, "are of no tensor"),
        (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, "takes 12 bytes"),
        (#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}"#, "impossible shape"),
        (#"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}"#, "too large"),
        (#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, "not negative"),
        (#"{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}"#, "']' is expected"),
        (#"{"a":{"dtype":"F32","shape":[02],"data_offsets":[0,8]}}"#, "begins with a zero"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, "data_offsets"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#, "data_offsets"),
        (#"{"a":{"dtype":"F32","shape":[2]}}"#, "lacks"),
        (#"{"a":{"dtype":"Q4","shape":[2],"data_offsets":[0,8]}}"#, "unknown dtype 'Q4'"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}"#, "key 'x'"),
        (#"{"\ud800":{}}"#, "half a surrogate pair"),
        (#"{"\q":{}}"#, "unknown escape"),
        (#"{"a":{"dtype":"I8","shape":[0,9223372036854775807,2],"data_offsets":[0,0]}}"#, "impossible shape"),
        (#"{"a":{"dtype":"F4","shape":[15],"data_offsets":[0,8]}}"#, "impossible shape"),
        (
            #"{"a":{"dtype":"F32","shape":[\#(String(repeating: "1,", count: 64))2],"data_offsets":[0,8]}}"#,
            "more than 64 numbers"
        ),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}"#, "more than 2 numbers"),
        (#"{"a":{"dtype":"F32","shape":[[2]],"data_offsets":[0,8]}}"#, "a whole number"),
        (#"{"a\u0000b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, "control character in it"),
        (#"{"a\u001b[2J":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, "control character in it"),
        ("{\"a\u{9B}2J\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", "control character in it"),
        (#"{"__metadata__":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, "'\"' is expected"),
        (#"{"__metad\u0061ta__":{},"__metadata__":{}}"#, "__metadata__ appears twice"),
        (String(repeating: "[", count: 100_000), "'{' is expected"),
        (String(repeating: #"{"a":"#, count: 100_000), "key 'a'"),
        ("{\"a\u{1}\":{}}", "control character"),
    ]

    @Test(arguments: hostile)
    func `a hostile header is refused with the reason`(_ header: String, _ complaint: String) throws {
        let folder = try TemporaryFolder()
        let url = try folder.write(Self.bytes(header, data: [UInt8](repeating: 0, count: 8)), "hostile.safetensors")
        let error = #expect(throws: StoreError.self) { try SafetensorsFile(contentsOf: url) }
        guard case .damaged(url.path, let reason)? = error else {
            Issue.record("\(header): \(String(describing: error))")
            return
        }
        #expect(reason.contains(complaint), "\(reason)")
    }

    @Test
    func `a header that is not UTF-8, is too long or is cut off is refused`() throws {
        let folder = try TemporaryFolder()
        let whole = Self.bytes(
            #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, data: [UInt8](repeating: 7, count: 8))
        _ = try SafetensorsFile(contentsOf: folder.write(whole, "whole.safetensors"))
        for length in 0..<whole.count {
            let url = try folder.write(whole.prefix(length), "cut.safetensors")
            #expect(throws: StoreError.self, "cut to \(length)") { try SafetensorsFile(contentsOf: url) }
        }
        for claim in [UInt64.max, 1 << 63, 100_000_001, UInt64(whole.count)] {
            var bytes = whole
            withUnsafeBytes(of: claim.littleEndian) { bytes.replaceSubrange(0..<8, with: $0) }
            let url = try folder.write(bytes, "claim.safetensors")
            #expect(throws: StoreError.self, "claim of \(claim)") { try SafetensorsFile(contentsOf: url) }
        }
        var bad = whole
        bad[10] = 0xFF
        let url = try folder.write(bad, "bad.safetensors")
        #expect(
            throws: StoreError.damaged(
                path: url.path, reason: "safetensors header: not UTF-8 at byte 4 of the JSON")
        ) { try SafetensorsFile(contentsOf: url) }
    }

    @Test
    func `equal names in two forms of Unicode are one name twice`() throws {
        let folder = try TemporaryFolder()
        let header =
            "{\"\u{E9}\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"e\u{301}\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}"
        let url = try folder.write(Self.bytes(header, data: [UInt8](repeating: 0, count: 8)), "twice.safetensors")
        #expect(throws: StoreError.self) { try SafetensorsFile(contentsOf: url) }
    }

    @Test
    func `a file that shrinks after it was opened is an error and no fault`() throws {
        let folder = try TemporaryFolder()
        let header = #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
        let url = try folder.write(Self.bytes(header, data: [UInt8](repeating: 0, count: 8)), "shrinks.safetensors")
        let file = try SafetensorsFile(contentsOf: url)
        try #require(truncate(url.path, 20) == 0)
        let reason = "it was cut from \(16 + header.utf8.count) to 20 bytes while it was open"
        #expect(throws: StoreError.damaged(path: url.path, reason: reason)) { try file.tensor("a", on: device) }
    }
}
