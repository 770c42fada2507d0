import Foundation
import SSMStore
import SSMTrain
import Testing

/// Files of instructions that cannot be used.
struct InstructionFaultTests {
    private static let limits = #""truncate-to": 60, "keep-first": 10, "held-out": 0"#
    private static let good = #"{"question": "12345678", "response": "9"}"#

    private func message(_ bytes: Data, _ format: String, _ name: String) throws -> String {
        let files = try InstructionFiles("fault-\(name)")
        let path = files.path("rows.\(format == "openorca" ? "jsonl" : "json")")
        try bytes.write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: InstructionError.self) {
            try files.data([files.source(path, format, #""prompt-above": 0"#)], Self.limits)
        }
        return error.map { "\($0)" } ?? ""
    }

    @Test(arguments: [
        (#"{"question": "1"}"#, #"rows.jsonl:3: the member "response" is missing"#),
        (#"{"question": "1", "response": 7}"#, #"rows.jsonl:3: "response" is 7 and has to be a text"#),
        (#"{"question": null, "response": "1"}"#, #"rows.jsonl:3: "question" is null"#),
        (#"{"question": "1", "response": "2""#, "rows.jsonl:3: not JSON"),
        (#"{"question": "1", "question": "1", "response": "2"}"#, "an object has 'question' twice"),
        (#"["1", "2"]"#, "rows.jsonl:3: a list where an object is expected"),
        (#"{"question": "x", "response": "2"}"#, "rows.jsonl:3: "),
    ])
    func `a bad line is named`(_ line: String, _ expected: String) throws {
        let text = try message(Data("\(Self.good)\n\n\(line)\n".utf8), "openorca", "line")
        #expect(text.contains(expected), "\(text)")
        #expect(text.hasSuffix("mend the row or remove it"), "\(text)")
    }

    @Test func `a line that is not UTF-8 is named`() throws {
        var bytes = Data("\(Self.good)\n".utf8) + Data(#"{"question": ""#.utf8)
        bytes += [0xFF] + Data(#"", "response": "1"}"#.utf8)
        #expect(try message(bytes, "openorca", "utf8").contains("rows.jsonl:2: not JSON: not UTF-8"))
    }

    @Test(arguments: [
        (
            #"[{"instruction": "1", "output": "2"}, {"instruction": "1"}]"#,
            #"element 2: the member "output" is missing"#
        ),
        (#"[{"instruction": "1", "output": "2"} 5]"#, "a comma or the end of the array is expected, at byte 37"),
        (#"[{"instruction": "1", "output": "2"}"#, "the array does not end"),
        (#"{"instruction": "1", "output": "2"}"#, "'format: openorca' one object a line"),
        ("[]", "there is no row in it"), ("", "not one JSON array"),
    ])
    func `a bad array is refused, with its element`(_ text: String, _ expected: String) throws {
        let message = try message(Data(text.utf8), "longalpaca", "array")
        #expect(message.contains(expected), "\(message)")
    }

    @Test func `a file of the other format, or of none, says which is which`() throws {
        #expect(
            try message(Data("[\n{}\n]".utf8), "openorca", "other").contains("'format: longalpaca' one JSON array"))
        #expect(try message(Data(" \n\n".utf8), "openorca", "blank").contains("there is no row in it"))
        let files = try InstructionFiles("parquet")
        let parquet = #expect(throws: InstructionError.self) { try files.data([files.source("orca.parquet")]) }
        #expect(parquet?.description.contains("convert it to one JSON object a line") == true)
        #expect(throws: StoreError.self) { try files.data([files.source(files.path("missing.jsonl"))]) }
    }

    @Test func `filters that leave nothing say what went where`() throws {
        let files = try InstructionFiles("nothing")
        let path = try files.orca([(5, 5), (5, 0)])
        let error = #expect(throws: InstructionError.self) {
            try files.data([files.source(path, "openorca", #""prompt-above": 7"#)], Self.limits)
        }
        #expect(error?.description.contains("2 rows read, 0 kept; dropped: 1 without a response, 1 with too") == true)
    }

    @Test func `a file that is written to is an error, and one that is replaced is read as it was`() throws {
        let files = try InstructionFiles("changed")
        let path = try files.orca([(9, 5), (9, 6)])
        let data = try files.data([files.source(path, "openorca", #""prompt-above": 7"#)], Self.limits)
        let sample = try data.sample(of: data.training[1])
        try FileManager.default.removeItem(atPath: path)
        _ = try files.orca([(8, 1)])
        #expect(try data.sample(of: data.training[1]) == sample)
        let again = try files.data([files.source(path, "openorca", #""prompt-above": 7"#)], Self.limits)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.truncate(atOffset: 0)
        try handle.close()
        #expect(throws: InstructionError.changed(path: path)) { try again.sample(of: again.training[0]) }
    }

    @Test(arguments: [
        (#""truncate-to": 2"#, "", "truncate-to"), (#""keep-first": 0"#, "", "keep-first"),
        (#""keep-first": 6000"#, "", "keep-first"), (#""truncate-to": 900"#, "", "truncate-to"),
        (#""held-out": 1"#, "", "held-out"), (#""held-out": -0.1"#, "", "held-out"),
        ("", #""rows": 0"#, "rows"), ("", #""keep": 0"#, "keep"), ("", #""total-below": 1"#, "total-below"),
        ("", #""prompt-above": -1"#, "prompt-above"), ("", #""prompt-above": 6010"#, "prompt-above"),
    ])
    func `a number out of range is refused at its key`(_ keys: String, _ source: String, _ key: String) throws {
        let files = try InstructionFiles("range")
        let error = #expect(throws: DecodingError.self) {
            try files.configuration([files.source("a.jsonl", "openorca", source)], keys)
        }
        guard case .dataCorrupted(let context)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.codingPath.last?.stringValue == key)
    }

    @Test func `no source, and one file in two formats, are refused`() throws {
        let files = try InstructionFiles("sources")
        #expect(throws: DecodingError.self) { try files.configuration([]) }
        #expect(throws: DecodingError.self) {
            try files.configuration([files.source("a"), files.source("a", "longalpaca")])
        }
        #expect(throws: DecodingError.self) { try files.configuration([files.source("a", "csv")]) }
    }
}
