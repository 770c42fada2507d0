import Foundation
import SSMStore
import Testing

struct RecordReaderTests {
    private func records(_ text: String, _ form: RecordForm, limit: Int = .max) throws -> [FileRecord] {
        let folder = try TemporaryFolder()
        let file = try InputFile(folder.write(Data(text.utf8), "records"))
        return try read(RecordReader(file, form: form, limit: limit))
    }

    private func read(_ reader: consuming RecordReader) throws -> [FileRecord] {
        var reader = reader
        var records: [FileRecord] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    private func fault(_ text: String, limit: Int = .max) -> String {
        let error = #expect(throws: StoreError.self) { try records(text, .array, limit: limit) }
        return error.map { "\($0)" } ?? ""
    }

    private func texts(_ records: [FileRecord]) -> [String] {
        records.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test func `lines have numbers and places, and the last needs no end`() throws {
        let found = try records("one\n\n \r\n{é}", .lines)
        #expect(texts(found) == ["one", "", " \r", "{é}"])
        #expect(found.map(\.number) == [1, 2, 3, 4])
        #expect(found.map(\.offset) == [0, 4, 5, 8])
        #expect(found.map(\.isBlank) == [false, true, true, false])
        #expect(try records("one\n", .lines).count == 1)
        #expect(try records("", .lines).isEmpty)
    }

    @Test func `elements of an array end at their own bracket, whatever their texts hold`() throws {
        let elements = [
            #"{"a": "]}, \" \\", "b": [1, {"c": []}]}"#, #""x, \\\"]""#, "-1.5e3", "[[],[]]", "null", "{}",
        ]
        let text = " \n[ " + elements.joined(separator: " ,\n") + "\t]\r\n "
        let found = try records(text, .array)
        #expect(texts(found) == elements)
        #expect(found.map(\.number) == Array(1...elements.count))
        for record in found {
            let bytes = Array(text.utf8)[record.offset..<record.offset + record.bytes.count]
            #expect(bytes.elementsEqual(record.bytes))
        }
        #expect(try records("[ ]", .array).isEmpty)
        #expect(texts(try records("[1,2]", .array)) == ["1", "2"])
    }

    @Test(arguments: [
        ("", "not one JSON array, at byte 0"), ("{}", "not one JSON array, at byte 0"),
        ("[1 2]", "a comma or the end of the array is expected, at byte 3, after record 1"),
        ("[1,]", "a value is expected, at byte 3"), ("[,1]", "a value is expected, at byte 1"),
        ("[1", "the array does not end"), ("[1,", "the array does not end"), (#"[{"a": "]"#, "the array does not end"),
        ("[1] 2", "more after the end of the array, at byte 4"),
    ])
    func `what is no array is refused with its place`(_ text: String, _ message: String) {
        let fault = fault(text)
        #expect(fault.contains(message), "\(fault)")
    }

    @Test func `a record that does not end does not fill the memory`() {
        let text = "[\"" + String(repeating: "x", count: 4_000_000)
        #expect(fault(text, limit: 1_500_000).contains("a record of more than 1500000 bytes"))
    }

    /// Texts with lengths that make records begin, end and lie across the blocks that are read.
    private static let pieces = (0..<90).map { index in
        String(repeating: "ab\\\"c] ", count: (index * 7919) % 9000) + "\(index)"
    }

    @Test(arguments: [RecordForm.lines, .array])
    func `records go on from block to block`(_ form: RecordForm) throws {
        let elements = Self.pieces.map { "{\"text\": \"\($0)\"}" }
        let text = form == .lines ? elements.joined(separator: "\n") : "[" + elements.joined(separator: ",") + "]"
        #expect(text.utf8.count > 2_500_000)
        let folder = try TemporaryFolder()
        let url = try folder.write(Data(text.utf8), "records")
        let file = try InputFile(url)
        let found = try read(RecordReader(file, form: form, limit: .max))
        #expect(texts(found) == elements)
        for record in found {
            #expect(try file.bytes(record.offset..<record.offset + record.bytes.count) == record.bytes)
        }
        // From a path the file is read as a pipe is, without places.
        #expect(texts(try read(RecordReader(url.path, form: form))) == elements)
    }

    @Test func `a file that is written to has another stamp`() throws {
        let folder = try TemporaryFolder()
        let file = try InputFile(folder.write(Data("1234".utf8), "records"))
        let before = try file.stamp
        #expect(try file.stamp == before)
        let handle = try FileHandle(forWritingTo: folder.file("records"))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("5".utf8))
        try handle.close()
        #expect(try file.stamp != before)
    }
}
