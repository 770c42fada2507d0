import ArgumentParser
import Foundation
import SSMContext
import SSMEval
import SSMStore
import SSMTensor
import SSMText
import Synchronization

/// `ssmlab prepare`
struct PrepareCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "prepare",
        abstract: "Turn samples into training examples, as the strategies of a stack do it.",
        discussion: """
            INPUT has samples: one a line, as `ssmlab tasks --samples` prints them; a LongMemEval file; or OpenOrca as \
            JSON lines, of which the rows with background context are taken. OUTPUT.jsonl gets one training example a \
            line: pieces of text with their roles, for a person to look through, and for an experiment to train on: \
            `data: {prepared: OUTPUT.jsonl}`. What a strategy made for each question, with what it rejected and why, goes \
            to OUTPUT.records.jsonl, and the counts to OUTPUT.manifest.json.

            Notes of a teacher behind a chat-completions server are kept in a cache as they come: a run that was \
            interrupted is run again, and buys nothing twice.

            Examples:
              ssmlab tasks --samples conversations --length 512 --count 4 > samples.jsonl
              ssmlab prepare --strategy rwr samples.jsonl examples.jsonl
              ssmlab prepare --strategy 'rwr:{teacher: {endpoint: {url: "http://127.0.0.1:8000/v1"}, model: NAME, \
            cache: notes.cache}, locator: contains}' --tokenizer tokenizer.json openorca.jsonl examples.jsonl
            """)

    @Argument(help: ArgumentHelp("The samples.", valueName: "INPUT"))
    var input: String

    @Argument(help: ArgumentHelp("The file to write.", valueName: "OUTPUT.jsonl"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "A strategy, as NAME or NAME:{yaml}; may be given several times, the outermost first.", valueName: "SPEC"))
    var strategy: [String] = []

    @Option(help: "What the input is: samples, longmemeval or openorca; else its first record tells.")
    var format: PrepareInput.Format?

    @Option(help: ArgumentHelp("A checkout of LongMemEval, for its own prompts.", valueName: "FOLDER"))
    var templates: String?

    @Option(help: ArgumentHelp("The tokenizer.json of a model; else the words of the samples.", valueName: "FILE"))
    var tokenizer: String?

    @Option(help: "Seed of what strategies choose at random.")
    var seed: UInt64 = 0

    /// Samples that are prepared together: so many may wait for a teacher.
    private static let batch = 32

    func run(in environment: LabEnvironment) async throws {
        let stack = StrategyStack(
            try strategy.map { try Specification(parsing: $0).strategy(from: environment.catalog) })
        let read = [input] + (tokenizer.map { [$0] } ?? []) + stack.entries.flatMap(\.strategy.files)
        for written in [output, recordsFile, manifestFile] { try OutputFile.check(written, isNoneOf: read) }
        let input = try PrepareInput(
            self.input, format: format,
            templates: try templates.map { try LongMemEvalTemplates(checkout: URL(fileURLWithPath: $0)) })
        let records = Mutex<[PreparationRecord]>([])
        let context = DataContext(
            tokenizer: try await makeTokenizer(for: input, stack: stack), key: RandomKey(seed: seed).folding("prepare")
        ) { record in records.withLock { $0.append(record) } }
        var manifest = PreparationManifest(strategies: strategy, seed: seed)
        var progress = PreparationProgress(environment.console)
        var lines = Lines()
        defer { progress.end() }
        let left = try await input.read(batches: Self.batch) { samples, share in
            let examples = try await StrategyRuntime.prepare(samples, through: stack, in: context)
            for example in examples { try lines.examples.append(JSONLine.text(of: example)) }
            manifest.samples += samples.count
            manifest.examples += examples.count
            let made = records.withLock { records in
                defer { records = [] }
                return records
            }
            for record in Self.ordered(made, as: samples) {
                manifest.outcomes[record.outcome, default: 0] += 1
                try lines.records.append(JSONLine.text(of: record))
            }
            progress.show(manifest, share: share)
        }
        progress.end()
        if let left { environment.console.note(left) }
        guard manifest.samples > 0 else {
            throw InputError.unreadable(path: input.path, reason: "there is no sample in it")
        }
        try write(lines, manifest, to: environment.console)
    }

    /// The files as lines of text.
    private struct Lines {
        var examples: [String] = []
        var records: [String] = []
    }

    private func write(_ lines: Lines, _ manifest: PreparationManifest, to console: LabConsole) throws {
        func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }
        try writeAtomically(text(lines.examples), to: URL(fileURLWithPath: output))
        console.note("wrote \(output): \(manifest.examples) examples of \(manifest.samples) samples")
        try writeAtomically(text(lines.records), to: URL(fileURLWithPath: recordsFile))
        try writeAtomically(JSONLine.text(of: manifest) + "\n", to: URL(fileURLWithPath: manifestFile))
        let account = manifest.account.map { ": \($0)" } ?? ""
        console.note("wrote \(recordsFile) and \(manifestFile)\(account)")
    }

    private var recordsFile: String { base + ".records.jsonl" }
    private var manifestFile: String { base + ".manifest.json" }
    private var base: String { output.hasSuffix(".jsonl") ? String(output.dropLast(".jsonl".count)) : output }

    /// Records in the order of samples and questions, whichever was ready first.
    private static func ordered(_ records: [PreparationRecord], as samples: [Sample]) -> [PreparationRecord] {
        let ids = samples.flatMap { sample in sample.questions.indices.map { "\(sample.id)#\($0)" } }
        let places = Dictionary(zip(ids, ids.indices)) { first, _ in first }
        return records.sorted { places[$0.id, default: .max] < places[$1.id, default: .max] }
    }

    /// The tokenizer of a model, or one of the words of the samples and of what strategies write.
    private func makeTokenizer(for input: PrepareInput, stack: StrategyStack) async throws -> any Tokenizer {
        if let tokenizer { return try TokenizerPath.load(tokenizer) }
        var words: Set<String> = []
        _ = try await input.read(batches: Self.batch) { samples, _ in
            words.formUnion(
                WordTokenizer.vocabulary(
                    of: samples.flatMap { sample in
                        [sample.trainingExample.text]
                            + sample.questions.flatMap { [$0.query, $0.cue] + $0.notes.map { " \($0.text)" } }
                    }))
        }
        words.formUnion(WordTokenizer.vocabulary(of: stack.entries.flatMap(\.strategy.texts)))
        return try WordTokenizer(words: words.sorted())
    }
}
