import ArgumentParser
import Foundation
import SSMContext
import SSMEval
import SSMModel
import SSMReport
import SSMTensor

/// `ssmlab perplexity`
struct PerplexityCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "perplexity",
        abstract: "Measure the perplexity of a model on documents, by context length.",
        discussion: """
            FILE is a text (one document), a .jsonl with {"text": "..."} a line (one document each), a folder of .txt \
            files (one document each, as PG-19 has them), or a .bin of token ids of 16 bits (one document, as LongLoRA \
            has them). 1k is 1,000 tokens. Protocols, whose numbers must not be compared with each other:

              last-K     about ten windows of W tokens in each document of more than W, the last K tokens of each \
            scored; exp of the mean over windows (DeciMamba, LongMamba: last-100)
              stride:N   windows that advance by N tokens, of which only these are scored; exp of the mean over tokens
              disjoint   windows end to end, every token scored once, the first after end-of-text; by word and byte \
            too (lm-evaluation-harness)

            No strategy may drop a row that predicts a scored token. Intervals are over documents, or over windows when \
            there is one document. The CSV gets one line a length; a file of this command is added to.

            Examples:
              ssmlab perplexity --model mamba-130m-hf --text pg19/test --lengths 1k,2k,4k,10k --csv plot.csv
              ssmlab perplexity --model mamba-130m-hf --text pg19/test --lengths 1k,2k,4k,10k --csv plot.csv \
            --strategy 'decimamba:{layers: [12], base-length: 2000}'
              ssmlab perplexity --model mamba-130m-hf --text wiki.txt --protocol stride:512 --lengths 2048
            """)

    @Option(help: ArgumentHelp("A Hugging Face folder or an .h5 checkpoint.", valueName: "M"))
    var model: String

    @Option(help: ArgumentHelp("The documents.", valueName: "FILE"))
    var text: String

    @Option(
        help: ArgumentHelp(
            "Tokens of a window: whole numbers between commas, each once; 1k is 1,000.", valueName: "N,..."))
    var lengths = TokenCounts([1000, 2000, 4000, 8000, 16_000])

    @Option(
        name: .customLong("protocol"),
        help: ArgumentHelp("last-K, stride:N or disjoint; last-100 if not given.", valueName: "PROTOCOL"),
        transform: { text in
            guard let found = PerplexityProtocol(text) else {
                throw ValidationError("'\(text)' is no protocol; write last-100, stride:256 or disjoint")
            }
            return found
        })
    var measured = PerplexityProtocol.last(100)

    @OptionGroup var stack: StackOptions

    @Option(help: ArgumentHelp("The file for a plot.", valueName: "FILE"))
    var csv: String?

    @Option(help: "The most windows of a length, taken at even distances from all.")
    var limit: Int?

    @Flag(help: "Take only documents that have windows at every length, so that all rows speak of the same ones.")
    var commonDocuments = false

    @Option(help: "Seed of the intervals and of strategies that choose at random.")
    var seed: UInt64 = 0

    @Option(help: "Threads to run on. Results do not depend on it.")
    var workers = Device.coreCount

    func validate() throws {
        guard workers > 0 else { throw ValidationError("--workers needs at least 1") }
        if let limit, limit < 1 { throw ValidationError("--limit needs at least 1") }
        if let length = lengths.values.first(where: { $0 < measured.leastLength }) {
            throw ValidationError(
                "--lengths: the protocol \(measured.name) needs windows of at least \(measured.leastLength) tokens, "
                    + "not \(length)")
        }
    }

    func run(in environment: LabEnvironment) async throws {
        let console = environment.console
        let strategies = try stack.stack(from: environment.catalog)
        if let csv { try OutputFile.check(csv, isNoneOf: [model, text]) }
        let file = try csv.map { path throws(InputError) in try PerplexityFile(path) }
        let loaded = try ModelFile.load(model, on: Device(workers: workers))
        let runtime = try stack.runtime(of: loaded, stack: strategies)
        let run = PerplexityRun(
            measured: measured, lengths: lengths.values, limit: limit, isCommon: commonDocuments,
            key: RandomKey(seed: seed).folding("perplexity"))
        try run.checkMemory(runtime)
        let documents = try documents(for: loaded, console: console)
        let plans = run.plans(for: documents)
        guard plans.contains(where: { !$0.windows.isEmpty }) else {
            throw InputError.tooShort(
                path: text, longest: documents.map(\.tokens.count).max() ?? 0, needed: lengths.values[0],
                protocol: measured.name)
        }
        var report = PerplexityReport(
            measured: measured, strategies: stack.strategy, longestDocument: documents.map(\.tokens.count).max() ?? 0)
        var progress = PerplexityProgress(
            console, rows: plans.reduce(0) { $0 + $1.windows.reduce(0) { $0 + $1.rows } })
        for plan in plans {
            let row = try run.row(plan, of: documents, by: runtime, endOfText: try endOfText(of: loaded)) {
                progress.show($0, seconds: $1, length: plan.length, windows: $2, of: plan.windows.count)
            }
            report.rows.append(row)
            try file?.write(report)
        }
        progress.end()
        console.write(report.text(isTerminal: console.isTerminal))
        if let csv { console.note("wrote \(csv)") }
    }

    private func documents(for loaded: LoadedModel, console: LabConsole) throws -> [PerplexityDocument] {
        let documents = try TextCorpus(
            contentsOf: URL(fileURLWithPath: text), tokenizer: { try loaded.textTokenizer() },
            vocabularySize: loaded.model.configuration.vocabularySize
        ).documents
        let tokens = documents.reduce(0) { $0 + $1.tokens.count }
        let count = NumberText.counted(documents.count, "document")
        console.note("read \(text): \(count), \(tokens) tokens")
        return documents
    }

    /// What stands before the first token of a document where the protocol wants it: the model's own end-of-text, or
    /// that of its tokenizer.
    private func endOfText(of loaded: LoadedModel) throws -> TokenID? {
        guard measured == .disjoint else { return nil }
        return try loaded.generation.endOfTextTokens.first ?? loaded.textTokenizer().endOfText
    }
}
