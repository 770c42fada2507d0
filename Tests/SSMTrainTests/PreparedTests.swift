import Foundation
import SSMContext
import SSMText
import SSMTrain
import Testing

/// Examples that were prepared before.
struct PreparedTests {
    private let files: InstructionFiles

    init() throws {
        files = try InstructionFiles("prepared")
    }

    private func line(_ id: Int, _ pieces: [(String, TrainingExample.Role)]) throws -> String {
        let example = TrainingExample(id: "\(id)", pieces: pieces.map { .init(text: $0.0, role: $0.1) })
        return String(decoding: try JSONEncoder().encode(example), as: UTF8.self)
    }

    private func data(_ lines: [String], _ keys: String = #""held-out": 0"#) throws -> PreparedData {
        let path = try files.write(lines.joined(separator: "\n\n"), to: "examples.jsonl")
        let configuration = try JSONDecoder().decode(
            PreparedConfiguration.self,
            from: Data("{\"prepared\": \"\(path)\", \"truncate-to\": 12, \"keep-first\": 2, \(keys)}".utf8))
        let written = try JSONEncoder().encode(configuration)
        #expect(try JSONDecoder().decode(PreparedConfiguration.self, from: written) == configuration)
        return try PreparedData(configuration, tokenizer: files.tokenizer)
    }

    private func texts(_ data: PreparedData) throws -> [String] {
        try data.training.map { entry in
            let encoded = try data.example(of: entry).encoded(with: files.tokenizer)
            return files.tokenizer.decode(data.shaped(encoded, with: files.tokenizer).tokens)
        }
    }

    @Test func `examples stay as they are, but for their end and their length`() throws {
        let end = WordTokenizer.endOfTextToken
        let data = try data([
            line(0, [("123", .context), ("4", .query), ("56", .target)]),
            line(1, [("123", .context), ("7", .target), (end, .target)]),
            line(2, [("123", .context), ("8", .target), ("9", .context)]),
            line(3, [("1234567890", .context), ("55", .target)]),
        ])
        // The last one has 10 + 2 + 1 tokens: one goes, behind the first two.
        #expect(try texts(data) == ["123456" + end, "1237" + end, "12389", "12456789055" + end])
        #expect(data.report.sources[0].read == 4 && data.report.sources[0].kept == 4)
        #expect(data.report.training == 4 && data.report.files[0].bytes > 0)
    }

    @Test func `what cannot be learnt is dropped and counted`() throws {
        let data = try data([
            line(0, [("1", .context), ("2", .target)]), line(1, [("12", .context)]),
            line(2, [("1", .context), ("12345678901234", .target)]),
        ])
        #expect(data.report.sources[0].dropped == [.emptyResponse: 1, .longResponse: 1])
        #expect(throws: InstructionError.self) { try self.data([line(0, [("12", .context)])]) }
    }

    @Test func `one prompt is on one side`() throws {
        let lines = try (0..<40).map { try line($0, [("\($0 % 20)", .query), ("1\($0)", .target)]) }
        let data = try data(lines, #""held-out": 0.1"#)
        func prompts(_ entries: [InstructionEntry]) throws -> Set<String> {
            Set(try entries.map { try data.example(of: $0).pieces[0].text })
        }
        let (seen, unseen) = (try prompts(data.training), try prompts(data.heldOut))
        #expect(!unseen.isEmpty && seen.isDisjoint(with: unseen) && seen.count + unseen.count == 20)
    }

    @Test func `a line that is no example is named`() throws {
        let error = #expect(throws: InstructionError.self) { try data([#"{"question": "1", "response": "2"}"#]) }
        #expect("\(error.map { "\($0)" } ?? "")".contains("examples.jsonl:1: it is no prepared example"))
        let unknown = #expect(throws: InstructionError.self) { try data([line(0, [("x", .context), ("1", .target)])]) }
        #expect("\(unknown.map { "\($0)" } ?? "")".contains("examples.jsonl:1: "))
    }

    @Test func `a file that is written to meanwhile is an error`() throws {
        let data = try data([line(0, [("1", .context), ("2", .target)])])
        try files.write(try line(0, [("1", .context), ("33", .target)]), to: "examples.jsonl")
        #expect(throws: InstructionError.self) { try data.example(of: data.training[0]) }
    }
}
