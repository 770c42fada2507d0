import SSMAnalysis
import SSMContext
import SSMModel
import SSMRecord
import SSMTensor
import SSMText

/// Watches the layers of a column while they read a few contexts of each length.
struct StateDiagnosis {
    let runtime: StrategyRuntime
    let tokenizer: any Tokenizer
    let trainingLength: Int
    let key: RandomKey

    /// Contexts of each length that are read.
    private static let contexts = 4
    /// Rows between two points of the state's norm, at most.
    private static let largestInterval = 512
    /// The most channels of a layer, evenly spaced, whose reach is measured, so that long contexts of wide models fit.
    private static let reachChannels = 64

    /// Reads the first questions of the first contexts of each length.
    ///
    /// - Throws: `TaskError`, `TokenizerError`, and what a pass throws.
    func observe(_ questions: QuestionSet) throws -> [StateDiagnostics] {
        let depth = questions.cells.first?.depth
        return try questions.lengths.map { length in
            let samples = try questions.samples(of: .init(length: length, depth: depth)).prefix(Self.contexts)
            return try observe(samples.compactMap(\.prompts.first), length: length)
        }
    }

    private func observe(_ prompts: [Prompt], length: Int) throws -> StateDiagnostics {
        let interval = min(Self.largestInterval, max(trainingLength, 1))
        let steps = StepSumProbe(trainingLength: trainingLength, afterHooks: true)
        let norms = StateNormProbe(interval: interval)
        var reach: [MemoryReach.Measurement] = []
        for prompt in prompts {
            let encoded = try prompt.encoded(with: tokenizer)
            let recorder = ScanRecorder(channels: channels)
            let request = ForwardRequest(
                reading: encoded, rows: encoded.tokens.count, key: key, probes: [steps, norms, recorder],
                chunkRows: interval)
            _ = try runtime.forward(request, phase: .prefill, meter: CostMeter())
            let evidence = Set(encoded.evidence.indices.filter { encoded.evidence[$0] })
            for layer in recorder.recordedLayers {
                let scan = try recorder.scan(ofLayer: layer, in: runtime.model)
                reach.append(try MemoryReach.Measurement(of: scan, evidence: evidence))
            }
        }
        return StateDiagnostics(
            length: length, contexts: prompts.count, stepSums: steps.summary, stateNorms: norms.summary,
            reach: MemoryReach.summarize(reach))
    }

    /// The channels whose reach is measured; nil: all.
    private var channels: [Int]? {
        let width = runtime.model.configuration.innerWidth
        let spacing = (width + Self.reachChannels - 1) / Self.reachChannels
        return spacing > 1 ? Array(stride(from: 0, to: width, by: spacing)) : nil
    }
}
