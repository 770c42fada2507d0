import Foundation
import SSMBench
import Testing

struct EncodingBenchmarkTests {
    private static let json = """
        {"version": "1.0", "decoder": {"type": "Fuse"}, "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, \
        "merges": ["a b"]}}
        """

    @Test func `a report has the promised keys`() throws {
        let report = try EncodingBenchmark(json: Self.json, text: "abba").run()
        #expect((report.bytes, report.tokens) == (4, 3))
        #expect(report.megabytesPerSecond > 0 && report.decodedMegabytesPerSecond > 0 && report.loadSeconds > 0)
        let object = try JSONSerialization.jsonObject(with: Data(try report.json.utf8)) as? [String: Any]
        let keys = ["bytes", "decodedMegabytesPerSecond", "loadSeconds", "megabytesPerSecond", "tokens"]
        #expect(object?.keys.sorted() == keys)
        #expect(report.line.hasPrefix("4 bytes, 3 tokens: encoding "))
    }

    @Test func `a file that is no tokenizer is an error`() {
        #expect(throws: (any Error).self) { try EncodingBenchmark(json: "{}", text: "a").run() }
    }
}
