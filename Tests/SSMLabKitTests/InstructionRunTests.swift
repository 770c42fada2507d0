import Foundation
import SSMLabTesting
import SSMModel
import SSMStore
import SSMTensor
import SSMText
import Testing

/// `ssmlab run` on files of instructions, with a tiny model whose tokens are byte pairs.
struct InstructionRunTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../Fixtures/tokenizers/neox-style.json")
        let json = try String(contentsOf: file, encoding: .utf8)
        let size = try TokenizerFile.tokenizer(json: json).vocabularySize
        let parts = try TinyModel.make(
            TinyModel.configuration(vocabularySize: size), on: Device(workers: 1)
        ).checkpointParts()
        try Checkpoint(
            tensors: parts.tensors, texts: ["model": parts.configuration, "tokenizer": json]
        ).write(to: folder.url.appending(path: "model.h5"))
    }

    private static let words = ["The", " river", " holds", " a", " key", ",", " naïve", " 日本", ".", "\\n"]

    /// A row with prompts of so many words.
    private static func row(_ prompt: Int, _ response: Int, keys: (String, String), number: Int) -> String {
        func text(_ count: Int) -> String { (0..<count).map { words[($0 * $0 + number) % words.count] }.joined() }
        return "{\"\(keys.0)\": \"\(text(prompt)) \(number)\", \"\(keys.1)\": \"\(text(response))\"}"
    }

    private func experiment(_ sources: String, columns: String, stage: String = "") throws -> String {
        try folder.file(
            "experiment.yaml",
            """
            experiment: instructed
            model: {checkpoint: \(folder.path("model.h5"))}
            data: {instructions: [\(sources)], truncate-to: 96, keep-first: 16, held-out: 0.1}
            train:
              - {name: adapt, steps: 3, batch-tokens: 200, log-every: 1, validate-every: 3, with-strategy: true\(stage)}
            strategies: \(columns)
            evaluate:
              - {task: passkey, lengths: [64], samples: 1}
            """)
    }

    @Test func `adapters and ReMamba learn from both kinds of file`() async throws {
        let orca = (0..<20).map { Self.row($0 % 4 == 0 ? 4 : 60, 5, keys: ("question", "response"), number: $0) }
        let alpaca = (0..<5).map { Self.row(200, 5, keys: ("instruction", "output"), number: $0) }
        let sources = """
            {path: \(try folder.file("orca.jsonl", orca.joined(separator: "\n"))), format: openorca, prompt-above: 20}, \
            {path: \(try folder.file("alpaca.json", "[\(alpaca.joined(separator: ",\n"))]")), format: longalpaca, \
            prompt-above: 20}
            """
        let path = try experiment(
            sources, columns: "{mamba: [], remamba: [{remamba: {minimum-rows: 2}}]}",
            stage: ", lora: {rank: 2, targets: [embeddings, in_proj]}, trainable: [dt_proj, \"remamba/*\"]")
        let run = await InProcess("run", path, "--output", folder.path("runs"))
        #expect(run.status == .success, "\(run.notes)")
        #expect(run.notes.contains("orca.jsonl: 20 rows read, 15 kept"), "\(run.notes)")
        #expect(run.notes.contains("dropped: 5 with too short a prompt\n"))
        #expect(run.notes.contains("alpaca.json: 5 rows read, 5 kept (5 with a cut prompt)\n"))
        #expect(run.notes.contains("\n18 examples to train on, 2 held out\n"))
        #expect(run.notes.contains("adapt 3: validation loss "))
        #expect(run.output.contains("remamba"))
        #expect(FileManager.default.fileExists(atPath: folder.path("runs/data.json")))
        let again = await InProcess("run", path, "--output", folder.path("runs"))
        #expect(again.notes.contains("4 runs, 4 of them finished already"), "\(again.notes)")
    }

    @Test func `a row that cannot be used ends the command with its place`() async throws {
        let rows = try folder.file("bad.jsonl", "{\"question\": \"The key\", \"response\": 4}\n")
        let path = try experiment("{path: \(rows), format: openorca, prompt-above: 0}", columns: "{mamba: []}")
        for mode in [[], ["--dry-run"]] {
            let run = await InProcess(command: "run", [path, "--output", folder.path("none")] + mode)
            #expect(run.status == .data)
            #expect(run.notes.contains("bad.jsonl:1: \"response\" is 4 and has to be a text"), "\(run.notes)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path("none")))
    }

    @Test func `a hundred megabytes take no more memory than two`() async throws {
        let small = try peak(megabytes: 2)
        let large = try peak(megabytes: 110)
        #expect(large.rows > 40 * small.rows)
        // Numbers of each example, blocks that the allocator keeps, the cache of words.
        #expect(large.kilobytes < small.kilobytes + 16_000, "\(large.kilobytes) kB, not \(small.kilobytes) kB")
    }

    /// Rows that a dry run reads in an array of so many megabytes, and the greatest resident memory of its process.
    private func peak(megabytes: Int) throws -> (rows: Int, kilobytes: Int) {
        let url = folder.url.appending(path: "large-\(megabytes).json")
        try Data("[".utf8).write(to: url)
        let file = try FileHandle(forWritingTo: url)
        try file.seekToEnd()
        var (rows, bytes) = (0, 0)
        let sentence = Self.words.joined()
        let (prompt, unread) = (String(repeating: sentence, count: 10), String(repeating: sentence, count: 90))
        while bytes < megabytes * 1_000_000 {
            var block = ""
            for _ in 0..<100 {
                block += rows > 0 ? ",\n" : ""
                block += "{\"instruction\": \"\(prompt) \(rows)\", \"output\": \"a key\", \"input\": \"\(unread)\"}"
                rows += 1
            }
            try file.write(contentsOf: Data(block.utf8))
            bytes += block.utf8.count
        }
        try file.write(contentsOf: Data("]".utf8))
        try file.close()
        let path = try experiment("{path: \(url.path), format: longalpaca, prompt-above: 90}", columns: "{mamba: []}")
        let process = Process()
        process.executableURL = Program.url
        process.arguments = ["run", path, "--dry-run", "--output", folder.path("none")]
        let output = folder.url.appending(path: "output")
        try Data().write(to: output)
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        var kilobytes = 0
        while process.isRunning {
            let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
            let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            kilobytes = max(kilobytes, line.flatMap { Int($0.filter(\.isNumber)) } ?? 0)
            usleep(1000)
        }
        let text = try String(contentsOf: output, encoding: .utf8)
        try #require(process.terminationStatus == 0)
        let counted = "large-\(megabytes).json: \(rows) rows read"
        #expect(text.contains(counted), "not \(counted)")
        return (rows, kilobytes)
    }
}
