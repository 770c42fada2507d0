import Foundation
import SSMText
import Testing

@Suite struct TokenizeTests {
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/tokenizers")

    private let folder: TemporaryFolder
    private let tokenizer: WordTokenizer
    private let tokenizerPath: String

    init() throws {
        folder = try TemporaryFolder()
        let special = [
            "\u{2028}\u{2029}\u{85}", " caf\u{E9}", " cafe\u{301}", "\u{1F511}", "\u{0}", "\"", "\\", "\u{7F}",
        ]
        tokenizer = try WordTokenizer(words: ["The", " key", "\n", ".", "<|Query|>"] + special)
        tokenizerPath = try folder.file("tokenizer.json", tokenizer.json)
    }

    private func tokenize(_ lines: String, with tokenizer: String? = nil) async throws -> InProcess {
        let path = try folder.file("in.jsonl", lines)
        return await InProcess("tokenize", "--tokenizer", tokenizer ?? tokenizerPath, "--jsonl", path)
    }

    @Test func `a line of ids and decoded text is printed for each text`() async throws {
        let run = try await tokenize(
            """
            {"text": "The key.<|endoftext|>"}
            {"id": 7, "text": "", "more": [{"text": 3}, null]}\r

             \r
            {"text": "\\u0054he\\n<|Query|>"}
            """)
        #expect(run.status == .success, "\(run.notes)")
        #expect(
            run.output == """
                {"ids": [1, 2, 4, 0], "decoded": "The key.<|endoftext|>"}
                {"ids": [], "decoded": ""}
                {"ids": [1, 3, 5], "decoded": "The\\n<|Query|>"}

                """)
    }

    @Test func `texts survive byte by byte, and no line of the output breaks`() async throws {
        let text = "\u{2028}\u{2029}\u{85} caf\u{E9} cafe\u{301}.\u{1F511}\u{0}\"\\\u{7F}\n"
        let escaped = #"{"text": "\u2028\u2029\u0085 caf\u00e9 cafe\u0301.\ud83d\udd11\u0000\"\\\u007f\n"}"#
        let raw = "{\"text\": \"\u{2028}\u{2029}\u{85} caf\u{E9} cafe\u{301}.\u{1F511}\\u0000\\\"\\\\\u{7F}\\n\"}"
        let run = try await tokenize("\(escaped)\n\(raw)\n")
        #expect(run.status == .success, "\(run.notes)")
        let lines = run.output.split(whereSeparator: \.isNewline)
        #expect(lines.count == 2)
        for line in lines {
            let answer = try JSONDecoder().decode([String: JSONValue].self, from: Data(line.utf8))
            #expect(answer["decoded"]?.text?.utf8.elementsEqual(text.utf8) == true, "\(line)")
            #expect(answer["ids"]?.ids == (try tokenizer.encode(text)).map { Int($0) })
        }
    }

    @Test(arguments: ["neox-style", "llama-style"])
    func `golden texts become golden ids`(_ style: String) async throws {
        struct Golden: Decodable {
            var ids: [Int]
            var idsNoSpecial: [Int]
            var decoded: String

            private enum CodingKeys: String, CodingKey {
                case ids, decoded
                case idsNoSpecial = "ids_no_special"
            }
        }
        let golden = Self.fixtures.appending(path: "\(style).golden.jsonl")
        let expected = try Data(contentsOf: golden).split(separator: UInt8(ascii: "\n"))
            .map { try JSONDecoder().decode(Golden.self, from: $0) }
        let run = await InProcess(
            "tokenize", "--tokenizer", Self.fixtures.appending(path: "\(style).json").path, "--jsonl", golden.path)
        #expect(run.status == .success, "\(run.notes)")
        let lines = run.output.utf8.split(separator: UInt8(ascii: "\n"))
        try #require(lines.count == expected.count && lines.count > 100)
        for (line, golden) in zip(lines, expected) {
            let answer = try JSONDecoder().decode([String: JSONValue].self, from: Data(line))
            #expect(answer["ids"]?.ids == golden.idsNoSpecial)
            // The golden text is that of the ids with special tokens around them.
            guard golden.ids == golden.idsNoSpecial else { continue }
            #expect(answer["decoded"]?.text?.utf8.elementsEqual(golden.decoded.utf8) == true, "\(line)")
        }
    }

    @Test(arguments: [
        (#"{"text": "The"#, "does not end"), (#"{"text": "\ud800"}"#, "surrogate"),
        (#"{"text": "\udc00\ud800"}"#, "surrogate"), (#"{"text": "The"} {}"#, "more after the end"),
        (#"{"txt": "The"}"#, "\"text\" is missing"), (#"{"text": 3}"#, "\"text\" is 3"),
        (#"{"text": null}"#, "\"text\" is null"), (#"{"text": "The", "text": "The"}"#, "has 'text' twice"),
        (#"["The"]"#, "the line is a list"), ("The", "a value is expected"), (#"{"text": "Key"}"#, "\"Key\" at byte 0"),
    ])
    func `a bad line is named, and the lines before it are printed`(_ line: String, _ message: String) async throws {
        let run = try await tokenize("{\"text\": \"The\"}\n\n\(line)\n{\"text\": \"The\"}\n")
        #expect(run.status == .data)
        #expect(run.output == "{\"ids\": [1], \"decoded\": \"The\"}\n")
        #expect(run.notes.contains("in.jsonl:3: ") && run.notes.contains(message), "\(run.notes)")
    }

    @Test func `bytes that are not UTF-8 are refused with their line`() async throws {
        let path = folder.path("bytes.jsonl")
        try (Data("{\"text\": \"The".utf8) + [0xC3] + Data("\"}".utf8)).write(to: URL(fileURLWithPath: path))
        let run = await InProcess("tokenize", "--tokenizer", tokenizerPath, "--jsonl", path)
        #expect(run.status == .data)
        #expect(run.notes.contains("bytes.jsonl:1: not UTF-8"), "\(run.notes)")
    }

    @Test func `a folder stands for the tokenizer in it`() async throws {
        let run = try await tokenize("{\"text\": \"The\"}", with: folder.url.path)
        #expect(run.output == "{\"ids\": [1], \"decoded\": \"The\"}\n", "\(run.notes)")
    }

    @Test func `files that cannot be read exit with 4 and are named`() async throws {
        let input = try folder.file("in.jsonl", "{\"text\": \"The\"}\n")
        let broken = try folder.file("broken.json", "{\"model\": {\"type\": \"Unigram\"}}")
        let checkpoint = folder.path("model.h5")
        try Data([0x89, 0x48, 0x44, 0x46]).write(to: URL(fileURLWithPath: checkpoint))
        for (tokenizer, jsonl, named) in [
            (folder.path("absent.json"), input, "absent.json: cannot be read (there is no such file)"),
            (tokenizerPath, folder.path("absent"), "absent: cannot be read (there is no such file)"),
            (tokenizerPath, folder.url.path, folder.url.path), (broken, input, "broken.json: "), (input, input, input),
            (checkpoint, input, "model.h5: it is not UTF-8, so no tokenizer.json"),
        ] {
            let run = await InProcess("tokenize", "--tokenizer", tokenizer, "--jsonl", jsonl)
            #expect(run.status == .data)
            #expect(run.output.isEmpty)
            #expect(run.notes.contains(named), "\(run.notes)")
        }
    }

    @Test func `lines are answered as they come, and what was answered is forgotten`() throws {
        let process = Process()
        process.executableURL = Program.url
        process.arguments = ["tokenize", "--tokenizer", tokenizerPath, "--jsonl", "/dev/stdin"]
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        let answer = Data("{\"ids\": [1], \"decoded\": \"The\"}\n".utf8)
        // 64 lines of a megabyte.
        let line = Data("{\"other\": \"\(String(repeating: "x", count: 1 << 20))\", \"text\": \"The\"}\n".utf8)
        var peaks: [Int] = []
        for _ in 0..<64 {
            try input.fileHandleForWriting.write(contentsOf: line)
            #expect(try output.fileHandleForReading.read(upToCount: answer.count) == answer)
            let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
            let peak = try #require(status.firstMatch(of: /VmHWM:\s*(\d+) kB/)?.1)
            peaks.append(try #require(Int(peak)))
        }
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(peaks[63] - peaks[7] < 8 * 1024, "\(peaks)")
    }

    /// The ids or the text of an answer.
    private struct JSONValue: Decodable {
        var ids: [Int]?
        var text: String?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            ids = try? container.decode([Int].self)
            text = try? container.decode(String.self)
        }
    }
}
