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

            Example: ssmlab bench --json > speed.json
            """)

    @Flag(help: "Print a list of objects with name, tokensPerSecond and fractionOfLimit.")
    var json = false

    @Option(help: "Threads to run on.")
    var workers = Device.coreCount

    func validate() throws {
        guard workers > 0 else { throw ValidationError("--workers needs at least 1") }
    }

    func run(in environment: LabEnvironment) async throws {
        let benchmark = SpeedBenchmark(device: Device(workers: workers))
        let report = try benchmark.run { environment.console.note("measuring \($0)") }
        environment.console.print(json ? try report.json : report.table)
    }
}
