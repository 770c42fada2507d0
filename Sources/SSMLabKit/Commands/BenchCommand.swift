import ArgumentParser
import SSMBench
import SSMContext
import SSMTensor

/// `ssmlab bench`
struct BenchCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure speed beside the limits of this machine, or the cost of strategies.",
        discussion: """
            Measures prefill, decoding and a training step of models with random weights, and the rate of matrix \
            products and the memory bandwidth in the same run. Takes less than a minute on two cores. The variable \
            OPENBLAS_CORETYPE should be unset.

            With --tokenizer and --text, it measures instead how fast that tokenizer is read, and encodes and decodes \
            that text, on one thread.

            With --strategy, it measures instead what strategies add to the time and the memory of reading a prompt, by \
            a model of the shape of mamba-130m with random weights, as ratios to the same model without them. Takes \
            some minutes on two cores.

            With --probes, it measures instead what looking inside adds to the time of reading a prompt, as ratios to the \
            same reading without a probe, round by round. On a busy machine, one worker and the processor's time say most. \
            Takes some minutes.

            Examples:
              ssmlab bench --json > speed.json
              ssmlab bench --probes --workers 1
              ssmlab bench --tokenizer tokenizer.json --text book.txt
              ssmlab bench --strategy remamba
            """)

    @Flag(
        help: """
            Print JSON: a list of objects with name, tokensPerSecond and fractionOfLimit; one object for texts; of \
            strategies and probes a list of objects with name and ratio.
            """)
    var json = false

    @Option(help: "Threads to run on.")
    var workers = Device.coreCount

    @Option(help: "The tokenizer.json to measure.")
    var tokenizer: String?

    @Option(help: "A text of some megabytes, UTF-8, to encode.")
    var text: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A strategy whose cost is measured, as NAME or NAME:{yaml}; several times: the outermost first.",
            valueName: "SPEC"))
    var strategy: [String] = []

    @Flag(help: "Measure what probes add to reading a prompt.")
    var probes = false

    @Option(help: "Rounds of --probes, each of five readings; a multiple of 4. (default: \(Self.probeRounds))")
    var rounds: Int?

    @Option(
        help: """
            Tokens of the prompt that is read with strategies or probes and without. (default: \(Self.strategyLength); \
            \(Self.probeLength) with --probes)
            """)
    var length: Int?

    private static let strategyLength = 8192
    private static let probeLength = 512
    private static let probeRounds = 32

    func validate() throws {
        guard (tokenizer == nil) == (text == nil) else { throw ValidationError("--tokenizer and --text go together") }
        guard [tokenizer != nil, !strategy.isEmpty, probes].count(where: \.self) <= 1 else {
            throw ValidationError("--tokenizer, --strategy and --probes are measured one at a time")
        }
        guard workers > 0 else { throw ValidationError("--workers needs at least 1") }
        guard length ?? 1 > 0 else { throw ValidationError("--length needs at least 1") }
        guard probes || rounds == nil else { throw ValidationError("--rounds is for --probes") }
        if let rounds {
            guard 8...1000 ~= rounds, rounds.isMultiple(of: 4) else {
                throw ValidationError("--rounds is a multiple of 4 from 8 to 1000")
            }
        }
    }

    func run(in environment: LabEnvironment) async throws {
        let console = environment.console
        if let tokenizer, let text {
            let benchmark = EncodingBenchmark(
                json: try TextFile.text(of: tokenizer), text: try TextFile.text(of: text))
            let report = try benchmark.run()
            console.print(json ? try report.json : report.line)
        } else if probes {
            let benchmark = ProbeBenchmark(
                device: Device(workers: workers), length: length ?? Self.probeLength, rounds: rounds ?? Self.probeRounds
            )
            let report = try benchmark.run { console.note("measuring \($0)") }
            console.print(json ? try report.json : report.table)
        } else if strategy.isEmpty {
            let benchmark = SpeedBenchmark(device: Device(workers: workers))
            let report = try benchmark.run { console.note("measuring \($0)") }
            console.print(json ? try report.json : report.table)
        } else {
            let stack = StrategyStack(
                try strategy.map { try Specification(parsing: $0).strategy(from: environment.catalog) })
            let benchmark = StrategyBenchmark(
                device: Device(workers: workers), length: length ?? Self.strategyLength)
            let report = try benchmark.run(stack) { console.note("measuring \($0)") }
            console.print(json ? try report.json : report.table)
        }
    }
}
