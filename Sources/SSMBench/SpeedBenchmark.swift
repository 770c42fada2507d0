import SSMModel
package import SSMTensor

/// Measures how fast models with random weights run, beside the limits of the machine measured in the same run.
///
/// - Prefill and training are bounded by matrix products: their floating-point operations at the rate of sgemm. Prefill
///   computes the logits of its last row only; training computes those of all rows, and costs three times its forward
///   pass.
/// - Decoding is bounded by memory: the bytes of the weights at the bandwidth of reading.
package struct SpeedBenchmark: Sendable {
    private let device: Device
    private let shapes: [BenchmarkShape]
    private let prefillLengths: [Int]
    private let decodedTokens: Int

    /// A benchmark of these shapes.
    ///
    /// - Parameters:
    ///   - prefillLengths: tokens of the prompts.
    ///   - decodedTokens: tokens of one run of decoding.
    package init(
        device: Device, shapes: [BenchmarkShape] = BenchmarkShape.all, prefillLengths: [Int] = [512, 2048],
        decodedTokens: Int = 32
    ) {
        self.device = device
        self.shapes = shapes
        self.prefillLengths = prefillLengths
        self.decodedTokens = decodedTokens
    }

    /// Measures everything.
    ///
    /// - Parameter progress: is told what is measured next.
    package func run(progress: (String) -> Void) throws -> SpeedReport {
        progress("the limits of the machine")
        let before = MachineLimits.measured(on: device)
        var speeds: [(speed: Speed, bandwidth: Double?)] = []
        for shape in shapes {
            let model = try LanguageModel(
                randomly: shape.configuration, key: RandomKey(seed: 0).folding("bench"), on: device)
            for length in prefillLengths {
                progress("prefill-\(length)\(shape.suffix)")
                speeds.append((try prefill(model, shape, length: length), nil))
            }
            progress("decode\(shape.suffix)")
            speeds.append(try besideBandwidth { try decoding(model, shape) })
            progress("train-w\(shape.configuration.width)")
            speeds.append((try training(model, shape), nil))
        }
        progress("the limits of the machine again")
        let limits = before.best(with: .measured(on: device))
        return SpeedReport(
            limits: limits, coreName: BLASLibrary.coreName, workers: device.workers, path: device.path,
            measurements: speeds.map { speed, bandwidth in
                SpeedMeasurement(
                    speed,
                    limits: MachineLimits(
                        sgemmRate: limits.sgemmRate, readBandwidth: bandwidth ?? limits.readBandwidth))
            })
    }

    /// A speed with the bandwidth of the moments before and after: the memory of some machines changes its speed within
    /// a minute, and a limit of another phase would say nothing.
    private func besideBandwidth(_ measure: () throws -> Speed) rethrows -> (Speed, Double?) {
        let before = MachineLimits.readBandwidth(on: device)
        let speed = try measure()
        return (speed, max(before, MachineLimits.readBandwidth(on: device)))
    }

    /// Reading a prompt, with the logits of its last row.
    private func prefill(_ model: LanguageModel, _ shape: BenchmarkShape, length: Int) throws -> Speed {
        let request = Self.prefillRequest(tokens(length, of: model))
        let seconds = try Stopwatch.fastest {
            _ = try model.forward(request, meter: CostMeter())
        }
        let work = length * model.configuration.blockFLOPsPerRow + model.configuration.headFLOPsPerRow
        return Speed(
            name: "prefill-\(length)\(shape.suffix)", tokensPerSecond: Double(length) / seconds, bound: .products,
            workPerToken: Double(work) / Double(length))
    }

    /// Greedy decoding of one sequence.
    private func decoding(_ model: LanguageModel, _ shape: BenchmarkShape) throws -> Speed {
        let request = Self.prefillRequest(tokens(16, of: model))
        let start = try model.forward(request, meter: CostMeter())
        guard let state = start.state, let logits = start.logits else {
            preconditionFailure("decode: the pass left out what it was asked for")
        }
        let first = TokenID(logits.values.argmaxRows()[0])
        let seconds = try Stopwatch.fastest {
            var (token, state) = (first, state)
            for _ in 0..<decodedTokens {
                let next = try model.step([token], from: state, sequences: request.sequences, meter: CostMeter())
                (token, state) = (TokenID(next.logits.argmaxRows()[0]), next.state)
            }
        }
        let bytes = model.configuration.parameterCount * MemoryLayout<Float>.stride
        return Speed(
            name: "decode\(shape.suffix)", tokensPerSecond: Double(decodedTokens) / seconds, bound: .bandwidth,
            workPerToken: Double(bytes))
    }

    /// A prompt of one sequence whose state and last logits are wanted.
    private static func prefillRequest(_ tokens: [TokenID]) -> ForwardRequest {
        ForwardRequest(
            stream: TokenStream([tokens]),
            sequences: [
                SequenceInfo(
                    id: "bench", promptLength: tokens.count, totalLength: tokens.count, key: RandomKey(seed: 0))
            ],
            outputs: ForwardOutputs(state: true, logits: .at(RowNames([[Int32(tokens.count - 1)]]))))
    }

    /// Random tokens of a model's vocabulary.
    func tokens(_ count: Int, of model: LanguageModel) -> [TokenID] {
        var generator = RandomKey(seed: 1).folding("tokens").generator
        return (0..<count).map { _ in TokenID(generator.below(model.configuration.vocabularySize)) }
    }
}
