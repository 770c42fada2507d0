import Foundation
import SSMContext
import SSMLabKit
import SSMLabTesting
import SSMModel
import SSMStore
import SSMTensor
import SSMText
import Testing

@Suite struct PerplexityCommandTests {
    private let folder: TemporaryFolder
    private let modelPath: String
    private static let words = ["red", "green", "blue", "one", "two", "three"].map { " " + $0 }

    init() throws {
        folder = try TemporaryFolder()
        modelPath = folder.path("tiny.h5")
        let tokenizer = try WordTokenizer(words: Self.words)
        let model = try TinyModel.make(
            TinyModel.configuration(vocabularySize: tokenizer.vocabularySize + 1), on: Device(workers: 1))
        let parts = model.checkpointParts()
        try Checkpoint(tensors: parts.tensors, texts: ["model": parts.configuration, "tokenizer": tokenizer.json])
            .write(to: URL(fileURLWithPath: modelPath))
    }

    /// So many words, each a token.
    private func text(_ count: Int, seed: UInt64 = 1) -> String {
        var generator = RandomKey(seed: seed).generator
        return (0..<count).map { _ in Self.words[generator.below(Self.words.count)] }.joined()
    }

    private func run(_ text: String, _ arguments: String...) async -> InProcess {
        await InProcess(command: "perplexity", ["--model", modelPath, "--text", text] + arguments)
    }

    /// The lines of a CSV as cells by their heads.
    private func rows(_ path: String) throws -> [[String: String]] {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let fields = lines.map { line -> [String] in
            line.matches(of: /(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/).map { String($0.1 ?? $0.2 ?? "") }
        }
        return fields.dropFirst().map { values in
            Dictionary(uniqueKeysWithValues: zip(fields[0], values).map { ($0, $1) })
        }
    }

    @Test(arguments: [("last-20", 10, 200), ("stride:25", 7, 199), ("disjoint", 4, 200)])
    func `a text has its windows, its table and its CSV`(_ name: String, _ windows: Int, _ tokens: Int) async throws {
        let file = try folder.file("words.txt", text(200))
        let csv = folder.path("plot.csv")
        let run = await run(file, "--lengths", "50,150", "--protocol", name, "--csv", csv)
        #expect(run.status == .success, "\(run.notes)")
        #expect(run.output.contains("protocol \(name):") && run.output.contains("Strategies: none"))
        #expect(run.notes.contains("1 document, 200 tokens"), "\(run.notes)")
        let rows = try rows(csv)
        #expect(rows.map { $0["length"] } == ["50", "150"])
        let first = rows[0]
        #expect(first["protocol"] == name && first["windows"] == "\(windows)" && first["tokens"] == "\(tokens)")
        #expect(first["documents"] == "1" && first["unit"] == "windows" && first["interval"] == "student")
        for row in rows {
            let loss = try #require(Double(row["mean_nll"] ?? ""))
            let perplexity = try #require(Double(row["perplexity"] ?? ""))
            #expect(abs(perplexity / exp(loss) - 1) < 1e-12 && loss > 0)
            let (low, high) = (try #require(Double(row["low"] ?? "")), try #require(Double(row["high"] ?? "")))
            #expect(low < perplexity && perplexity < high)
            #expect(try #require(Double(row["seconds"] ?? "")) > 0 && #require(Int(row["peak_bytes"] ?? "")) > 0)
            #expect((row["bits_per_byte"] != "") == (name == "disjoint"))
        }
        guard name == "disjoint" else { return }
        let (loss, bytes) = (try #require(Double(first["mean_nll"] ?? "")), text(200).utf8.count)
        // A word of the text is a token here, and white space stands before the first.
        #expect(abs(try #require(Double(first["word_perplexity"] ?? "")) - exp(loss * 200 / 201)) < 1e-9)
        #expect(abs(try #require(Double(first["bits_per_byte"] ?? "")) - loss * 200 / Double(bytes) / log(2)) < 1e-12)
    }

    @Test func `documents come from lines, folders and ids alike`() async throws {
        let texts = (0..<3).map { text(70 + 10 * $0, seed: UInt64($0)) }
        let lines = try folder.file(
            "lines.jsonl", texts.map { "{\"meta\": 1, \"text\": \"\($0)\"}" }.joined(separator: "\n\n"))
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "books"), withIntermediateDirectories: true)
        for (index, text) in texts.enumerated() { _ = try folder.file("books/\(index).txt", text) }
        _ = try folder.file("books/README.md", "no document")
        var found: [[String: String]] = []
        for (index, path) in [lines, folder.path("books")].enumerated() {
            let csv = folder.path("\(index).csv")
            let run = await run(path, "--lengths", "60", "--protocol", "last-10", "--csv", csv)
            #expect(run.status == .success && run.notes.contains("3 documents, 240 tokens"), "\(run.notes)")
            found.append(try rows(csv)[0])
        }
        #expect(found[0]["documents"] == "3" && found[0]["unit"] == "documents")
        #expect(found[0]["perplexity"] == found[1]["perplexity"] && found[0]["low"] == found[1]["low"])
        let tokenizer = try WordTokenizer(words: Self.words)
        let ids = try tokenizer.encode(texts[0]).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        try Data(ids).write(to: folder.url.appending(path: "test.bin"))
        let one = try folder.file("one.txt", texts[0])
        var values: [String?] = []
        for path in [folder.path("test.bin"), one] {
            let csv = folder.path(URL(fileURLWithPath: path).lastPathComponent + ".csv")
            let run = await run(path, "--lengths", "30", "--protocol", "disjoint", "--csv", csv)
            #expect(run.status == .success, "\(run.notes)")
            values.append(try rows(csv)[0]["perplexity"])
        }
        #expect(values[0] == values[1] && values[0] != nil)
    }

    @Test func `decimation changes windows beyond its base length only, and a file is added to`() async throws {
        let file = try folder.file("words.txt", text(600))
        let csv = folder.path("plot.csv")
        let common = [
            "--model", modelPath, "--text", file, "--lengths", "40,400", "--protocol", "last-10", "--csv", csv,
        ]
        for stack in [[], ["--strategy", "decimamba:{layers: [1], base-length: 60}"]] {
            let run = await InProcess(command: "perplexity", common + stack)
            #expect(run.status == .success, "\(run.notes)")
        }
        let rows = try rows(csv)
        #expect(rows.map { $0["length"] } == ["40", "400", "40", "400"])
        #expect(rows[2]["strategies"] == "decimamba:{layers: [1], base-length: 60}" && rows[0]["strategies"] == "")
        #expect(rows[0]["mean_nll"] == rows[2]["mean_nll"])
        #expect(rows[1]["mean_nll"] != rows[3]["mean_nll"] && rows[1]["tokens"] == rows[3]["tokens"])
    }

    @Test func `a length without a window is shown, and common documents are those with every length`() async throws {
        let lines = [50, 90, 200].map { "{\"text\": \"\(text($0))\"}" }.joined(separator: "\n")
        let file = try folder.file("lines.jsonl", lines)
        let csv = folder.path("plot.csv")
        let all = await run(file, "--lengths", "40,80,1k", "--protocol", "last-10", "--csv", csv)
        #expect(all.status == .success && all.output.contains("no document is long enough"))
        #expect(all.output.contains("--common-documents") && all.output.contains("1000"))
        #expect(try rows(csv).map { $0["documents"] } == ["3", "2", "0"])
        #expect(try rows(csv)[2]["perplexity"] == "")
        let common = folder.path("common.csv")
        _ = await run(file, "--lengths", "40,80", "--protocol", "last-10", "--common-documents", "--csv", common)
        #expect(try rows(common).map { $0["documents"] } == ["2", "2"])
        let few = folder.path("few.csv")
        _ = await run(file, "--lengths", "40", "--protocol", "disjoint", "--limit", "3", "--csv", few)
        #expect(try rows(few)[0]["windows"] == "3" && rows(few)[0]["documents"] == "3")
        #expect(try rows(few)[0]["word_perplexity"] == "", "not all words are scored")
    }

    @Test func `texts that cannot be read exit with 4 and say where`() async throws {
        let bytes = Array(" red green".utf8) + [0xFF] + Array(" blue".utf8)
        try Data(bytes).write(to: folder.url.appending(path: "latin.txt"))
        let line = Array("{\"text\": \" red\"}\n{\"text\": \"".utf8) + [0xC3, 0x28] + Array("\"}\n".utf8)
        try Data(line).write(to: folder.url.appending(path: "latin.jsonl"))
        try Data([1, 0, 2]).write(to: folder.url.appending(path: "odd.bin"))
        try Data([1, 0, 200, 1]).write(to: folder.url.appending(path: "foreign.bin"))
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "empty"), withIntermediateDirectories: true)
        _ = try folder.file("words.jsonl", "{\"text\": \" red\"}\n{\"words\": \" red\"}\n")
        _ = try folder.file("none.jsonl", "\n")
        _ = try folder.file("unknown.txt", " red purple")
        _ = try folder.file("short.txt", text(30))
        _ = try folder.file("packed.gz", "x")
        _ = try folder.file("table.json", "{}")
        for (name, message) in [
            ("latin.txt", "byte 10 is not UTF-8"), ("latin.jsonl", "byte 27 is not UTF-8"), ("odd.bin", "odd number"),
            ("foreign.bin", "the id 456 at place 1"), ("empty", "no .txt file"), ("words.jsonl", "words.jsonl:2: "),
            ("none.jsonl", "no document"), ("unknown.txt", "purple"), ("short.txt", "longest document has 30 tokens"),
            ("packed.gz", "unpack"), ("table.json", ".jsonl"), ("absent.txt", "no such file"),
        ] {
            let run = await run(folder.path(name), "--lengths", "40")
            #expect(run.status == .data, "\(name)")
            #expect(run.notes.contains(folder.path(name)) && run.notes.contains(message), "\(name): \(run.notes)")
            #expect(run.output.isEmpty)
        }
    }

    @Test func `a window beyond the memory is refused before the text is read`() async throws {
        let run = await run(folder.path("absent.txt"), "--lengths", "50,1000000000000")
        #expect(run.status == .data)
        #expect(run.notes.contains("a window of 1000000000000 tokens needs about "), "\(run.notes)")
        #expect(run.notes.contains("there are "))
    }

    @Test func `files that are no output of this command are kept`() async throws {
        let file = try folder.file("words.txt", text(100))
        let notes = try folder.file("notes.csv", "length,perplexity\n1,2\n")
        for path in [notes, file, modelPath] {
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            let run = await run(file, "--lengths", "40", "--csv", path)
            #expect(run.status == .data && run.notes.contains(path), "\(run.notes)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        }
    }

    @Test(arguments: ["stride:25", "disjoint"])
    func `a length that no document has is said to be none`(_ name: String) async throws {
        let file = try folder.file("words.txt", text(200))
        let run = await run(file, "--lengths", "50,400", "--protocol", name)
        #expect(run.status == .success, "\(run.notes)")
        let note = "the longest document has 200 tokens: no window is as long as 400"
        #expect(run.output.contains(note), "\(run.output)")
    }

    @Test(arguments: [
        ["--protocol", "first-10"], ["--lengths", "1k,"], ["--lengths", "0"], ["--lengths", "1k,1000"],
        ["--lengths", "-5"], ["--limit", "0"], ["--workers", "0"], ["--protocol", "stride:256", "--lengths", "255,1k"],
        ["--lengths", "99999999999999999k"],
    ])
    func `arguments that make no sense exit with 2`(_ arguments: [String]) async throws {
        let run = await InProcess(command: "perplexity", ["--model", modelPath, "--text", "x.txt"] + arguments)
        #expect(run.status == .usage, "\(arguments): \(run.notes)")
    }
}
