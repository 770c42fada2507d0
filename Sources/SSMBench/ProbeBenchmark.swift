import SSMAnalysis
package import SSMModel
package import SSMTensor

/// Measures what probes add to reading a prompt: a model with random weights reads the same prompt without a probe, once
/// more without one, with what is around one scan recorded, and with the residual stream of all layers observed.
///
/// The readings of a round follow one another, and each is compared with the one without a probe of its round, so that a
/// machine that slows down slows down all of them; the second reading without a probe says what is noise. In four rounds
/// each reading stands at each place once and once behind each other one, and before each round the prompt is read without
/// being measured, so that what a reading leaves behind in caches and in the allocator falls on all alike.
///
/// - Source: the orders are those of Williams, Experimental Designs Balanced for the Estimation of Residual Effects (1949).
package struct ProbeBenchmark: Sendable {
    /// What is observed while a prompt is read.
    private enum Reading: String, CaseIterable {
        case none
        case noneAgain = "no-probe"
        case oneLayer = "scan-of-one-layer"
        case allLayers = "residual-of-all-layers"
    }

    private let device: Device
    private let configuration: ModelConfiguration
    private let length: Int
    private let rounds: Int

    /// A benchmark of one model and one prompt.
    ///
    /// - Parameters:
    ///   - configuration: the shape of the model; that of mamba-130m when it is left out.
    ///   - length: tokens of the prompt.
    ///   - rounds: of readings, from 8 to 1,000; balanced when they are a multiple of four.
    package init(
        device: Device, configuration: ModelConfiguration = BenchmarkShape.all[0].configuration, length: Int,
        rounds: Int
    ) {
        self.device = device
        self.configuration = configuration
        self.length = length
        self.rounds = rounds
    }

    /// Measures.
    ///
    /// - Parameter progress: is told what is measured next.
    package func run(progress: (String) -> Void) throws -> ProbeCostReport {
        let model = try LanguageModel(randomly: configuration, key: RandomKey(seed: 0).folding("bench"), on: device)
        var times: [Reading: [Stopwatch.Times]] = [:]
        for round in 0..<rounds {
            progress("round \(round + 1) of \(rounds)")
            try read(by: model, .none)
            for reading in Self.order(ofRound: round) {
                times[reading, default: []].append(try Stopwatch.times { try read(by: model, reading) })
            }
        }
        let plain = times[.none] ?? []
        let costs = Reading.allCases.dropFirst().compactMap { reading -> ProbeCostReport.Cost? in
            let pairs = zip(times[reading] ?? [], plain)
            guard let cpu = RatioEstimate(pairs.map { $0.cpu / $1.cpu }),
                let wall = RatioEstimate(pairs.map { $0.wall / $1.wall })
            else { return nil }
            return ProbeCostReport.Cost(name: reading.rawValue, cpu: cpu, wall: wall)
        }
        return ProbeCostReport(length: length, layers: configuration.layers, workers: device.workers, costs: costs)
    }

    /// The readings of a round: of an even number of them 0, 1, last, 2, last but one and so on, all moved on by one each
    /// round.
    private static func order(ofRound round: Int) -> [Reading] {
        let count = Reading.allCases.count
        return (0..<count).map { place in
            let first = place.isMultiple(of: 2) ? count - place / 2 : (place + 1) / 2
            return Reading.allCases[(first + round) % count]
        }
    }

    /// Reads the prompt.
    private func read(by model: LanguageModel, _ reading: Reading) throws {
        let probes: [any Probe] =
            switch reading {
            case .none, .noneAgain: []
            case .oneLayer: [ScanRecorder(layers: .some([configuration.layers / 2]))]
            case .allLayers: [Onlooker()]
            }
        let request = ForwardRequest(benchmarking: configuration, length: length, probes: probes)
        _ = try model.forward(request, meter: CostMeter())
    }

    /// Sees the residual stream of all layers and keeps nothing of it.
    private struct Onlooker: Probe {
        let sites: Set<Site> = [.residual]
        let layers = LayerSelection.all

        func observe(_ observation: Observation) {}
    }
}
