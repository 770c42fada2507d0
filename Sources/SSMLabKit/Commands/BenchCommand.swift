import ArgumentParser
import SSMBench
import SSMTensor

/// `ssmlab bench`
struct BenchCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure speed beside the limits of this machine.",
        discussion: """
            Measures prefill, decoding and a training step of models with random weights, and the rate of matrix \
            products and the memory bandwidth in the same run. Takes less than a minute on two cores. The variable \
            OPENBLAS_CORETYPE should be unset.

            With --tokenizer and --text, it measures instead how fast that tokenizer is read, and encodes and decodes \
            that text, on one thread.

            Examples:
              ssmlab bench --json > speed.json
              ssmlab bench --tokenizer tokenizer.json --text book.txt
            """)

    @Flag(help: "Print JSON: a list of objects with name, tokensPerSecond and fractionOfLimit; one object for texts.")
    var json = false

    @Option(help: "Threads to run on.")
    var workers = Device.coreCount

    @Option(help: "The tokenizer.json to measure.")
    var tokenizer: String?

    @Option(help: "A text of some megabytes, UTF-8, to encode.")
    var text: String?

    func validate() throws {
        guard (tokenizer == nil) == (text == nil) else { throw ValidationError("--tokenizer and --text go together") }
        guard workers > 0 else { throw ValidationError("--workers needs at least 1") }
    }

    func run(in environment: LabEnvironment) async throws {
        if let tokenizer, let text {
            let benchmark = EncodingBenchmark(
                json: try TextFile.text(of: tokenizer), text: try TextFile.text(of: text))
            let report = try benchmark.run()
            environment.console.print(json ? try report.json : report.line)
            return
        }
        let benchmark = SpeedBenchmark(device: Device(workers: workers))
        let report = try benchmark.run { environment.console.note("measuring \($0)") }
        environment.console.print(json ? try report.json : report.table)
    }
}
