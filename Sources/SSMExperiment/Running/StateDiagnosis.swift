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
        for prompt in prompts {
            let encoded = try prompt.encoded(with: tokenizer)
            let request = ForwardRequest(
                reading: encoded, rows: encoded.tokens.count, key: key, probes: [steps, norms], chunkRows: interval)
            _ = try runtime.forward(request, phase: .prefill, meter: CostMeter())
        }
        return StateDiagnostics(
            length: length, contexts: prompts.count, stepSums: steps.summary, stateNorms: norms.summary)
    }
}
