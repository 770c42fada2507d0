import Foundation
import SSMAnalysis
import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

@Suite struct ProbeTests {
    private let model: LanguageModel
    private let sequences = [30, 12].map { TinyModel.tokens($0, key: RandomKey(seed: 61).folding($0)) }

    init() throws {
        model = try TinyModel.make(on: Device(workers: 1, poisoned: true))
    }

    private func read(_ sequences: [[TokenID]], _ probe: any Probe, chunkRows: Int, hooks: [any ScanHook] = []) throws {
        _ = try model.forward(
            ForwardRequest(
                stream: TokenStream(sequences), sequences: TinyModel.prompts(sequences),
                outputs: ForwardOutputs(state: true), hooks: hooks, probes: ProbeSet([probe]),
                chunkRows: chunkRows),
            meter: CostMeter())
    }

    @Test(arguments: [5, 512]) func `steps are summed over the training length and over all rows`(
        _ chunkRows: Int
    ) throws {
        let probe = StepSumProbe(trainingLength: 16)
        try read(sequences, probe, chunkRows: chunkRows)
        #expect(probe.summary.map(\.layer) == [0, 1])
        // The first layer sees the embeddings, so its sums follow from the weights alone.
        let sums = try firstLayerSums(limits: [16, 30])
        let first = try #require(probe.summary.first)
        #expect(first.n == 2)
        #expect(first.trainingLength == 16)
        #expect(first.meanLength == 21)
        let found = [first.overTrainingLength, first.overWholeLength].flatMap {
            [$0.minimum, $0.lowerQuartile, $0.median, $0.upperQuartile, $0.maximum].map { Float($0) }
        }
        let expected = try sums.flatMap { sums -> [Float] in
            let q = try #require(Quantiles(sums))
            return [q.minimum, q.lowerQuartile, q.median, q.upperQuartile, q.maximum].map { Float($0) }
        }
        expectClose(found, expected, within: .summationOrder, named: "quantiles of the sums")
        #expect(first.overWholeLength.n == model.configuration.innerWidth)
    }

    /// For each limit, the mean over the sequences of each lane's sum of steps below the limit.
    private func firstLayerSums(limits: [Int]) throws -> [[Double]] {
        let recorder = StepSumOracle()
        for sequence in sequences { try read([sequence], recorder, chunkRows: 512) }
        let lanes = model.configuration.innerWidth
        return limits.map { limit in
            (0..<lanes).map { lane in
                recorder.steps.reduce(0) { sum, rows in
                    sum + rows.prefix(limit).reduce(0) { $0 + Double($1[lane]) }
                } / 2
            }
        }
    }

    @Test func `a second pass over the same sequence is another reading`() throws {
        let probe = StepSumProbe(trainingLength: 16, layers: .some([1]))
        try read([sequences[0]], probe, chunkRows: 7)
        let once = try #require(probe.summary.first)
        try read([sequences[0]], probe, chunkRows: 7)
        let twice = try #require(probe.summary.first)
        #expect(once.n == 1)
        #expect(twice.n == 2)
        #expect(twice.overWholeLength == once.overWholeLength)
        #expect(probe.summary.map(\.layer) == [1])
    }

    @Test func `after the hooks only what they left is summed`() throws {
        let (before, after) = (
            StepSumProbe(trainingLength: 16), StepSumProbe(trainingLength: 16, afterHooks: true)
        )
        try read([sequences[0]], before, chunkRows: 7, hooks: [Halving()])
        try read([sequences[0]], after, chunkRows: 7, hooks: [Halving()])
        let (whole, half) = (try #require(before.summary.first), try #require(after.summary.first))
        expectClose(
            [Float(half.overWholeLength.median)], [Float(whole.overWholeLength.median / 2)],
            within: .summationOrder, named: "halved steps")
    }

    @Test func `the norm of the state is that of the pass up to there`() throws {
        let probe = StateNormProbe(interval: 10)
        try read([sequences[0]], probe, chunkRows: 10)
        #expect(probe.summary.map(\.layer) == [0, 1])
        for layer in probe.summary {
            #expect(layer.points.map(\.rows) == [10, 20, 30])
            for point in layer.points {
                let state = try model.forward(
                    ForwardRequest(
                        stream: TokenStream([Array(sequences[0].prefix(point.rows))]),
                        sequences: TinyModel.prompts([sequences[0]]), outputs: ForwardOutputs(state: true)),
                    meter: CostMeter()
                ).state
                let scan = try #require(state).layers[layer.layer].scan
                let norm = scan.values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
                #expect(point.norm.n == 1)
                expectClose([Float(point.norm.median)], [Float(norm)], within: .summationOrder, named: "norm")
            }
        }
    }

    @Test func `states between two points count for the next one`() throws {
        let probe = StateNormProbe(interval: 16, layers: .some([0]))
        try read(sequences, probe, chunkRows: 512)
        let points = try #require(probe.summary.first).points
        #expect(points.map(\.rows) == [16, 32])
        #expect(points.map(\.norm.n) == [1, 1])
    }

    @Test func `summaries survive JSON`() throws {
        let (sums, norms) = (StepSumProbe(trainingLength: 4), StateNormProbe(interval: 8))
        try read(sequences, sums, chunkRows: 8)
        try read(sequences, norms, chunkRows: 8)
        let encoder = JSONEncoder()
        let decoder = JSONDecoder()
        #expect(try decoder.decode([StepSums].self, from: encoder.encode(sums.summary)) == sums.summary)
        #expect(try decoder.decode([StateNorms].self, from: encoder.encode(norms.summary)) == norms.summary)
    }
}

/// Halves the steps of every layer.
private struct Halving: ScanHook {
    var layers: LayerSelection { .all }

    func rewrite(_ scan: inout ScanInputs, at layer: Int) {
        scan.scaleSteps(by: .filled(with: 0.5, shape: [scan.x.columns], on: scan.x.device))
    }
}
