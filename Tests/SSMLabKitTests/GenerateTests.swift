import Foundation
import SSMContext
import SSMLabKit
import SSMLabTesting
import SSMModel
import SSMStore
import SSMTensor
import SSMText
import Testing

@Suite struct GenerateTests {
    private let fixture: GenerationFixture

    init() throws {
        fixture = try GenerationFixture()
    }

    private func output(_ arguments: String...) async throws -> GenerationOutput {
        let all = ["--model", fixture.model, "--prompt", fixture.promptText, "--json"] + arguments
        let run = await InProcess(command: "generate", all)
        try #require(run.status == .success, "\(run.notes)")
        return try GenerationOutput(run)
    }

    @Test func `greedy tokens are those of transformers`() async throws {
        let found = try await output("--max-tokens", "24", "--workers", "1")
        #expect(found.tokens == fixture.continuation)
        #expect(found.text == fixture.tokenizer.decode(fixture.continuation))
        #expect(found.promptTokens == 32)
        #expect(found.finishReason == "length")
        #expect(found.stopString == nil)
        #expect(found.model == fixture.model && found.strategies.isEmpty && found.retention.isEmpty)
        #expect((found.temperature, found.repetitionPenalty) == (0, 1))
        #expect(found.topK == nil && found.topP == nil && found.seed == 0)
        #expect(found.timing.prefillSeconds > 0 && found.timing.prefillTokensPerSecond > 0)
        #expect(try #require(found.timing.decodeSeconds) > 0)
        #expect(found.memory.weightBytes > 100_000 && found.memory.peakBytes > 0)
    }

    @Test func `the text comes on standard output, the rest elsewhere`() async throws {
        let run = await fixture.generate("--max-tokens", "24")
        #expect(run.status == .success)
        #expect(run.output == fixture.tokenizer.decode(fixture.continuation) + "\n")
        #expect(run.notes.contains("prompt: 32 tokens\n"))
        #expect(run.notes.contains("output: 24 tokens"))
        #expect(run.notes.contains("ended by --max-tokens"))
    }

    @Test func `a prompt from a file is the same prompt`() async throws {
        let path = try fixture.folder.file("prompt.txt", fixture.promptText)
        let run = await InProcess(
            "generate", "--model", fixture.model, "--prompt-file", path, "--max-tokens", "24")
        #expect(run.output == fixture.tokenizer.decode(fixture.continuation) + "\n", "\(run.notes)")
    }

    @Test func `equal seeds give equal texts, other seeds others`() async throws {
        let sampling = ["--temperature", "1.5", "--top-p", "0.9", "--top-k", "50"]
        func tokens(_ seed: String) async throws -> [TokenID] {
            let run = await InProcess(
                command: "generate",
                ["--model", fixture.model, "--prompt", fixture.promptText, "--json", "--seed", seed] + sampling)
            let found = try GenerationOutput(run)
            #expect((found.temperature, found.topP, found.topK) == (1.5, 0.9, 50))
            #expect("\(found.seed)" == seed)
            return found.tokens
        }
        let first = try await tokens("1")
        #expect(try await tokens("1") == first)
        #expect(try await tokens("2") != first)
        #expect(!first.starts(with: fixture.continuation))
    }

    @Test func `a tiny temperature is greedy, top-k alone is not`() async throws {
        #expect(try await output("--temperature", "1e-9", "--max-tokens", "24").tokens == fixture.continuation)
        let found = try await output("--top-k", "200", "--max-tokens", "24")
        #expect(found.temperature == 1)
        #expect(found.tokens != fixture.continuation)
    }

    @Test func `a repetition penalty changes what is generated`() async throws {
        let found = try await output("--repetition-penalty", "3", "--max-tokens", "24")
        #expect(found.temperature == 0)
        #expect(found.tokens != fixture.continuation)
        #expect(Set(found.tokens).count >= Set(fixture.continuation).count)
    }

    @Test func `a stop string ends the text, across tokens too`() async throws {
        let text = fixture.tokenizer.decode(fixture.continuation)
        let stop = String(fixture.tokenizer.decode(Array(fixture.continuation[5...7])).dropFirst().dropLast())
        let found = try await output("--stop", "-never", "--stop", stop)
        #expect(found.finishReason == "stop-string")
        #expect(found.stopString == stop)
        #expect(found.text == String(text[..<(try #require(text.range(of: stop)).lowerBound)]))
        #expect(found.tokens.count <= 8)
        let run = await fixture.generate("--stop", stop)
        #expect(run.output == found.text + "\n")
        #expect(run.notes.contains("ended by a stop string"))
    }

    @Test func `any token that generation_config.json names ends the text`() async throws {
        let file = URL(fileURLWithPath: fixture.model + "/generation_config.json")
        try Data("{\"eos_token_id\": [7, \(fixture.continuation[6])]}".utf8).write(to: file)
        let found = try await output()
        #expect(found.finishReason == "stop")
        #expect(found.tokens == Array(fixture.continuation[..<6]))
    }

    @Test func `strategies change the prefill and say what they kept`() async throws {
        let specification = "decimamba:{layers: [1], base-length: 8, minimum: 1}"
        let found = try await output("--strategy", specification, "--max-tokens", "24")
        #expect(found.strategies == [specification])
        #expect(found.retention.count == 1)
        #expect(found.retention[0].owner == "decimamba" && found.retention[0].layer == 1)
        #expect((found.retention[0].rows, found.retention[0].kept) == (32, 9))
        #expect(found.tokens != fixture.continuation)
        let run = await fixture.generate("--strategy", specification)
        #expect(run.notes.contains("decimamba: 9 of 32 rows kept at layer 1"), "\(run.notes)")
    }

    @Test(arguments: ["neox-style.json", "llama-style.json"])
    func `text of byte-pair tokenizers streams, and special tokens stand around the prompt`(_ name: String) async throws
    {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../Fixtures/tokenizers/\(name)").standardizedFileURL
        let json = try String(contentsOf: file, encoding: .utf8)
        let tokenizer = try TokenizerFile.tokenizer(json: json)
        let shape = TinyModel.configuration(vocabularySize: tokenizer.vocabularySize + 5)
        let parts = try TinyModel.make(shape, on: Device(workers: 1)).checkpointParts()
        let path = fixture.folder.path("model.h5")
        try Checkpoint(tensors: parts.tensors, texts: ["model": parts.configuration, "tokenizer": json])
            .write(to: URL(fileURLWithPath: path))
        let prompt = "Née in 東京, she said 🙂"
        let arguments = [
            "--model", path, "--prompt", prompt, "--temperature", "1.5", "--seed", "5", "--max-tokens", "200",
        ]
        let found = try GenerationOutput(await InProcess(command: "generate", arguments + ["--json"]))
        #expect(found.promptTokens == (try tokenizer.encodeWithSpecialTokens(prompt).count))
        #expect(found.text.utf8.elementsEqual(tokenizer.decode(found.tokens).utf8))
        #expect(found.tokens.count > 20)
        let streamed = await InProcess(command: "generate", arguments)
        #expect(streamed.output.utf8.elementsEqual((found.text + "\n").utf8))
    }

    @Test func `an empty prompt begins from the token that begins texts`() async throws {
        func tokens(_ prompt: String) async throws -> [TokenID] {
            let run = await InProcess(
                "generate", "--model", fixture.model, "--prompt", prompt, "--json", "--max-tokens", "5")
            let found = try GenerationOutput(run)
            #expect(found.promptTokens == 1)
            return found.tokens
        }
        #expect(try await tokens("") == tokens("<|endoftext|>"))
    }

    @Test func `an empty prompt is an error where nothing begins a text`() async throws {
        let bare = try GenerationFixture(withoutEnds: true)
        defer { withExtendedLifetime(bare) {} }  // its folder goes with it
        let run = await InProcess("generate", "--model", bare.model, "--prompt", "")
        #expect(run.status == .data)
        #expect(run.notes.contains("the prompt is empty") && run.notes.contains(bare.model), "\(run.notes)")
        #expect(run.output.isEmpty)
    }

    @Test func `a file that is not UTF-8 is refused with the byte`() async throws {
        let path = fixture.folder.path("latin.txt")
        try (Data(" aa é".utf8) + Data([0xE9, 0x20])).write(to: URL(fileURLWithPath: path))
        let run = await InProcess("generate", "--model", fixture.model, "--prompt-file", path)
        #expect(run.status == .data)
        #expect(run.notes.contains("\(path): byte 6 is not UTF-8"), "\(run.notes)")
    }

    @Test func `a file that is too large to be encoded is refused before it is read`() async throws {
        let path = try fixture.folder.file("huge.txt", "")
        #expect(truncate(path, 1 << 42) == 0)
        let run = await InProcess("generate", "--model", fixture.model, "--prompt-file", path)
        #expect(run.status == .data)
        #expect(run.notes.contains("\(path): the text of") && run.notes.contains("of memory"), "\(run.notes)")
    }

    @Test func `models and files that are not there are named`() async throws {
        let absent = fixture.folder.path("absent")
        let model = await InProcess("generate", "--model", absent, "--prompt", "x")
        #expect(model.status == .data && model.notes.contains(absent))
        let file = await InProcess("generate", "--model", fixture.model, "--prompt-file", absent)
        #expect(file.status == .data && file.notes.contains("\(absent): cannot be read (there is no such file)"))
        let folder = await InProcess("generate", "--model", fixture.model, "--prompt-file", fixture.model)
        #expect(folder.status == .data && folder.notes.contains("(it is a folder)"), "\(folder.notes)")
        let weights = await InProcess("generate", "--model", fixture.model + "/model.safetensors", "--prompt", "x")
        #expect(weights.status == .data && weights.notes.contains("give the folder"), "\(weights.notes)")
        let strategy = await fixture.generate("--strategy", "nosuch")
        #expect(strategy.status == .configuration && strategy.notes.contains("nosuch"))
        let layer = await fixture.generate("--strategy", "decimamba:{layers: [70]}")
        #expect(layer.status == .configuration && layer.notes.contains("70"), "\(layer.notes)")
        try FileManager.default.removeItem(atPath: fixture.model + "/tokenizer.json")
        let tokenizer = await fixture.generate()
        #expect(tokenizer.status == .data && tokenizer.notes.contains("tokenizer.json"), "\(tokenizer.notes)")
    }

    @Test func `a prompt that the memory is too small for is refused before the work`() throws {
        let device = Device(workers: 1)
        let tokenizer = try WordTokenizer(words: [" aa"])
        let shape = TinyModel.configuration(vocabularySize: tokenizer.vocabularySize, width: 1024, layers: 1)
        let path = fixture.folder.path("wide.h5")
        let parts = try LanguageModel(randomly: shape, key: RandomKey(seed: 1), on: device).checkpointParts()
        try Checkpoint(
            tensors: parts.tensors, texts: ["model": parts.configuration, "tokenizer": tokenizer.json]
        ).write(to: URL(fileURLWithPath: path))
        let prompt = try fixture.folder.file("long.txt", String(repeating: " aa", count: 1_000_000))
        let run = try Program(
            [
                "generate", "--model", path, "--prompt-file", prompt, "--workers", "1", "--strategy",
                "decimamba:{layers: [0]}",
            ], addressSpace: 3_000_000_000)
        #expect(run.status == 4)
        #expect(run.output.isEmpty)
        #expect(
            run.errors.contains(/a prompt of 1000000 tokens needs about 4\.\d GB of memory, and there are \S+ [MG]B/),
            "\(run.errors)")
    }

    @Test func `Ctrl-C ends with what was generated`() throws {
        let run = try Program(
            [
                "generate", "--model", fixture.model, "--prompt", fixture.promptText, "--max-tokens", "100000000",
                "--temperature", "1",
            ], signal: (SIGINT, 1, nil))
        #expect(run.status == 75)
        #expect(run.errors.contains("interrupted after"), "\(run.errors)")
        let words = run.output.split(separator: " ")
        #expect(!words.isEmpty && run.output.hasSuffix("\n"))
        #expect(run.errors.contains("output: \(words.count) token"), "\(run.errors)")
    }

    @Test(arguments: ["--temperature", "--top-k", "--top-p", "--repetition-penalty", "--seed", "--max-tokens"])
    func `a negative number is called wrong, and not missing`(_ option: String) async {
        let run = await fixture.generate(option, "-1")
        #expect(run.status == .usage)
        #expect(run.notes.contains("-1") && !run.notes.contains("Missing"), "\(run.notes)")
    }

    @Test(arguments: [
        ["--prompt", "a", "--prompt-file", "b"], [], ["--prompt", "a", "--temperature=-1"],
        ["--prompt", "a", "--top-p", "0"], ["--prompt", "a", "--top-p", "1.01"], ["--prompt", "a", "--top-k", "0"],
        ["--prompt", "a", "--temperature", "nan"], ["--prompt", "a", "--repetition-penalty", "0"],
        ["--prompt", "a", "--max-tokens", "0"], ["--prompt", "a", "--stop", ""], ["--prompt", "a", "--workers", "0"],
        ["--prompt", "a", "--seed", "x"],
    ])
    func `a command line that makes no sense exits with 2`(_ arguments: [String]) async {
        let run = await InProcess(command: "generate", ["--model", fixture.model] + arguments)
        #expect(run.status == .usage)
        #expect(run.output.isEmpty)
        #expect(run.notes.contains("Usage: ssmlab generate"), "\(run.notes)")
    }
}
