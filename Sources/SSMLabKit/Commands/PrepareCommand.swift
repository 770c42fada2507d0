import ArgumentParser
import Foundation
import SSMContext
import SSMStore
import SSMTensor
import SSMText

/// `ssmlab prepare`
struct PrepareCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "prepare",
        abstract: "Turn samples into training examples, as the strategies of a stack do it.",
        discussion: """
            INPUT.jsonl has one sample a line, as `ssmlab tasks --samples` prints them; OUTPUT.jsonl gets one training \
            example a line: pieces of text with their roles, to be read by a person.

            Example:
              ssmlab tasks --samples passkey --length 128 --count 4 > samples.jsonl
              ssmlab prepare --strategy decimamba samples.jsonl examples.jsonl
            """)

    @Argument(help: ArgumentHelp("The samples.", valueName: "INPUT.jsonl"))
    var input: String

    @Argument(help: ArgumentHelp("The file to write.", valueName: "OUTPUT.jsonl"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "A strategy, as NAME or NAME:{yaml}; may be given several times, the outermost first.", valueName: "SPEC"))
    var strategy: [String] = []

    @Option(help: ArgumentHelp("The tokenizer.json of a model; else the words of the samples.", valueName: "FILE"))
    var tokenizer: String?

    @Option(help: "Seed of what strategies choose at random.")
    var seed: UInt64 = 0

    func run(in environment: LabEnvironment) async throws {
        let stack = StrategyStack(
            try strategy.map { try Specification(parsing: $0).strategy(from: environment.catalog) })
        try OutputFile.check(output, isNoneOf: [input] + (tokenizer.map { [$0] } ?? []))
        let url = URL(fileURLWithPath: input)
        let samples = try JSONLine.values(Sample.self, in: url)
        guard !samples.isEmpty else { throw InputError.unreadable(path: url.path, reason: "there is no sample in it") }
        let context = DataContext(
            tokenizer: try makeTokenizer(for: samples), key: RandomKey(seed: seed).folding("prepare"))
        let examples = try await StrategyRuntime.prepare(samples, through: stack, in: context)
        let lines = try examples.map { try JSONLine.text(of: $0) + "\n" }
        try writeAtomically(lines.joined(), to: URL(fileURLWithPath: output))
        environment.console.note("wrote \(output): \(examples.count) examples of \(samples.count) samples")
    }

    private func makeTokenizer(for samples: [Sample]) throws -> any Tokenizer {
        guard let tokenizer else {
            return try WordTokenizer(words: WordTokenizer.vocabulary(of: samples.map(\.trainingExample.text)))
        }
        return try TokenizerPath.load(tokenizer)
    }
}
