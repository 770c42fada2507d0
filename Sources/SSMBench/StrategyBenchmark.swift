package import SSMContext
package import SSMModel
package import SSMTensor

/// Measures what a stack of strategies adds to reading a prompt: a model with random weights reads the same prompt with
/// it and without it, in turns.
package struct StrategyBenchmark: Sendable {
    private let device: Device
    private let configuration: ModelConfiguration
    private let length: Int
    private let rounds: Int

    /// A benchmark of one model and one prompt.
    ///
    /// - Parameters:
    ///   - configuration: the shape of the model; that of mamba-130m when it is left out.
    ///   - length: tokens of the prompt.
    ///   - rounds: readings of each kind, of which the fastest counts.
    package init(
        device: Device, configuration: ModelConfiguration = BenchmarkShape.all[0].configuration, length: Int,
        rounds: Int = 3
    ) {
        self.device = device
        self.configuration = configuration
        self.length = length
        self.rounds = rounds
    }

    /// Measures a stack, whose trained parameters have their first values.
    ///
    /// - Parameter progress: is told what is measured next.
    /// - Throws: what a strategy that the model does not suit throws.
    package func run(_ stack: StrategyStack, progress: (String) -> Void) throws -> StrategyCostReport {
        for entry in stack.entries { try entry.strategy.check(for: configuration) }
        let key = RandomKey(seed: 0).folding("bench")
        let model = try LanguageModel(randomly: configuration, key: key, on: device)
        let plain = try StrategyRuntime(model: model, stack: StrategyStack(), parameters: ParameterTree())
        let wrapped = try StrategyRuntime(
            model: model, stack: stack, parameters: stack.initialParameters(for: model, key: key))
        var (baseline, cost) = (PrefillCost.unmeasured, PrefillCost.unmeasured)
        for round in 1...rounds {
            progress("the baseline, reading \(round) of \(rounds)")
            baseline = baseline.best(with: try read(by: plain))
            progress("the strategy, reading \(round) of \(rounds)")
            cost = cost.best(with: try read(by: wrapped))
        }
        return StrategyCostReport(
            strategy: stack.entries.map(\.label).joined(separator: " around "), length: length, workers: device.workers,
            baseline: baseline, cost: cost)
    }

    /// Reads the prompt.
    private func read(by runtime: StrategyRuntime) throws -> PrefillCost {
        let request = ForwardRequest(benchmarking: configuration, length: length)
        let meter = CostMeter()
        let clock = ContinuousClock()
        device.resetPeak()
        let start = clock.now
        _ = try runtime.forward(request, phase: .prefill, meter: meter)
        return PrefillCost(
            seconds: (clock.now - start) / .seconds(1), peakBytes: device.peakBytes,
            scannedRows: meter.cost.totalScannedRows)
    }
}
