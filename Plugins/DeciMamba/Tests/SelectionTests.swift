import DeciMamba
import SSMContext
import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

/// Which rows stay, by count and by score, on a tiny model.
@Suite struct SelectionTests {
    private let model: LanguageModel
    private let tokens = TinyModel.tokens(60, key: RandomKey(seed: 41))

    init() throws {
        model = try TinyModel.make(TinyModel.configuration(layers: 3), on: Device(workers: 1, poisoned: true))
    }

    private func read(
        _ configuration: DeciMambaConfiguration, _ sequences: [[TokenID]]? = nil, evidence: [[Int32]]? = nil,
        chunkRows: Int? = nil, probes: ProbeSet = .none, protected: RowNames = .none
    ) throws -> ForwardResult {
        let sequences = sequences ?? [tokens]
        return try runtime(configuration, model).forward(
            ForwardRequest(
                stream: TokenStream(sequences), sequences: TinyModel.prompts(sequences, evidence: evidence),
                outputs: ForwardOutputs(state: true, logits: .surviving), protected: protected, probes: probes,
                chunkRows: chunkRows),
            phase: .prefill, meter: CostMeter())
    }

    @Test func `the schedule is that of the published numbers`() throws {
        // 8000 · 0.83^s over eight layers, scaled down by counting what a schedule keeps of very long prompts.
        let configuration = TinyModel.configuration(width: 8, layers: 9, state: 1)
        let deep = try TinyModel.make(configuration, on: Device(workers: 2))
        let long = TinyModel.tokens(9000, key: RandomKey(seed: 42))
        let strategy = DeciMambaConfiguration(layers: Array(0..<9), baseLength: 8000, beta: 0.83)
        let result = try runtime(strategy, deep).forward(
            ForwardRequest(
                stream: TokenStream([long]), sequences: TinyModel.prompts([long]),
                outputs: ForwardOutputs(state: true)),
            phase: .prefill, meter: CostMeter())
        let expected = [8000, 6640, 5511, 4574, 3796, 3151, 2615, 2170, 1801]
        #expect(result.selections.map { $0.kept.rows.count - 1 } == expected)
    }

    @Test func `the middle layer decimates when none is named`() throws {
        #expect(try read(DeciMambaConfiguration(baseLength: 30)).selections.map(\.layer) == [1])
    }

    @Test(arguments: [(10, 20, 20), (30, 20, 30), (59, 20, 59), (100, 20, 59), (5, 0, 5), (10, 80, 59)])
    func `base length and minimum bound the rows that stay`(_ base: Int, _ minimum: Int, _ kept: Int) throws {
        let result = try read(DeciMambaConfiguration(layers: [1], baseLength: base, minimum: minimum))
        #expect(result.positions.count == kept + 1)
    }

    @Test func `beta shortens each further layer`() throws {
        let result = try read(DeciMambaConfiguration(layers: [0, 1, 2], baseLength: 41, beta: 0.5, minimum: 0))
        #expect(result.selections.map { $0.kept.rows.count } == [42, 21, 11])
    }

    @Test(arguments: [0, 1, 8, 60, 100]) func `the end of the prompt stays`(_ protected: Int) throws {
        let strategy = DeciMambaConfiguration(layers: [1], baseLength: 3, minimum: 0, protected: protected)
        let result = try read(strategy)
        let expected = Array(Int32(max(60 - protected, 0))..<60)
        #expect(result.positions.suffix(expected.count) == expected[...])
        #expect(result.positions.count == min(protected, 60) + (protected >= 60 ? 0 : 3))
    }

    @Test func `rows that the request protects stay besides the budget`() throws {
        let strategy = DeciMambaConfiguration(layers: [1], baseLength: 3, minimum: 0, score: .last)
        let result = try read(strategy, protected: RowNames([[4, 9]]))
        #expect(result.positions == [4, 9, 56, 57, 58, 59])
    }

    @Test func `rows behind the prompt stay`() throws {
        let info = SequenceInfo(id: "a", promptLength: 50, totalLength: 60, key: RandomKey(seed: 1))
        let strategy = DeciMambaConfiguration(layers: [1], baseLength: 3, minimum: 0)
        let result = try runtime(strategy, model).forward(
            ForwardRequest(
                stream: TokenStream([tokens]), sequences: [info], outputs: ForwardOutputs(state: true)),
            phase: .training, meter: CostMeter())
        #expect(result.positions.count == 14)
        #expect(result.positions.suffix(11) == Array(49..<60)[...])
    }

    @Test(arguments: [DecimationScore.l2, .mean, .max, .slow])
    func `a score ranks by the steps as it says`(_ score: DecimationScore) throws {
        let recorder = StepRecorder(layer: 1)
        let strategy = DeciMambaConfiguration(layers: [1], baseLength: 12, minimum: 0, score: score)
        let result = try read(strategy, probes: ProbeSet([recorder]))
        let record = try #require(result.selections.first)
        let steps = try recorder.steps()
        let lanes = steps[0].count
        let slowest = (0..<lanes).sorted { lane, other in
            steps.reduce(0) { $0 + $1[lane] } < steps.reduce(0) { $0 + $1[other] }
        }.prefix(max(1, Int((0.1 * Double(lanes)).rounded())))
        let expected = steps.map { row -> Double in
            switch score {
            case .mean: row.reduce(0, +) / Double(lanes)
            case .max: row.max() ?? 0
            case .slow: slowest.reduce(0) { $0 + row[$1] * row[$1] }.squareRoot()
            default: row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            }
        }
        expectClose(
            record.importance, expected.map { Float($0) }, within: .summationOrder, named: "importance")
        let best = (0..<59).sorted { (record.importance[$0], $1) > (record.importance[$1], $0) }.prefix(12)
        #expect(result.positions.map(Int.init) == best.sorted() + [59])
    }

    @Test func `last keeps the most recent rows and stride even distances`() throws {
        var strategy = DeciMambaConfiguration(layers: [1], baseLength: 6, minimum: 0, score: .last)
        #expect(try read(strategy).positions == [53, 54, 55, 56, 57, 58, 59])
        strategy.score = .stride
        #expect(try read(strategy).positions == [0, 9, 19, 29, 39, 49, 59])
    }

    @Test func `oracle keeps the evidence first, then by norm`() throws {
        let evidence: [Int32] = [3, 17, 18, 40]
        var strategy = DeciMambaConfiguration(layers: [1], baseLength: 10, minimum: 0, score: .oracle)
        let kept = try read(strategy, evidence: [evidence]).positions
        #expect(kept.count == 11)
        #expect(evidence.allSatisfy(kept.contains))
        strategy.score = .l2
        let ranked = try #require(try read(strategy).selections.first).importance
        let others = (0..<59).filter { !evidence.contains(Int32($0)) }
            .sorted { ranked[$0] > ranked[$1] }.prefix(6).map { Int32($0) }
        #expect(Set(kept) == Set(evidence + others + [59]))
        strategy.score = .oracle
        strategy.baseLength = 2
        let two = evidence.sorted { ranked[Int($0)] > ranked[Int($1)] }.prefix(2)
        #expect(try read(strategy, evidence: [evidence]).positions == two.sorted() + [59])
    }

    @Test func `random is uniform, differs by layer and sample, and is the same again`() throws {
        let strategy = DeciMambaConfiguration(layers: [0], baseLength: 15, minimum: 0, score: .random)
        let batch = Array(repeating: tokens, count: 200)
        let result = try read(strategy, batch)
        var counts = Array(repeating: 0, count: 60)
        for position in result.positions { counts[Int(position)] += 1 }
        #expect(counts[59] == 200)
        // Binomial(200, 15/59): mean 50.8, deviation 6.2; four deviations on both sides, for 59 rows.
        #expect(counts.dropLast().allSatisfy { (26...76).contains($0) })
        let choices = (0..<200).map { Array(result.positions[result.layout.range(of: $0)]) }
        #expect(Set(choices).count == 200)
        #expect(try read(strategy, batch).positions == result.positions)
        var deeper = strategy
        deeper.layers = [1]
        #expect(try read(deeper, batch).positions != result.positions)
        #expect(try read(strategy).positions == choices[0])
    }

    @Test func `rows of equal importance stay from the front`() throws {
        let same = Array(repeating: TokenID(5), count: 40)
        // From the fourth row on the convolution sees the same window: all scores but the first three are equal.
        let result = try read(
            DeciMambaConfiguration(layers: [0], baseLength: 10, minimum: 0), [same], chunkRows: 9)
        let scores = try #require(result.selections.first).importance
        let tied = scores[3...].allSatisfy { $0 == scores[3] }
        try #require(tied)
        let ahead = (0..<3).filter { scores[$0] >= scores[3] }
        #expect(result.positions == (ahead + (3..<(13 - ahead.count))).map { Int32($0) } + [39])
    }

    @Test(arguments: DecimationScore.allCases) func `packing and chunks do not change the choice`(
        _ score: DecimationScore
    ) throws {
        let strategy = DeciMambaConfiguration(layers: [0, 2], baseLength: 12, beta: 0.7, minimum: 2, score: score)
        let sequences = [40, 1, 60, 25].map { TinyModel.tokens($0, key: RandomKey(seed: 43).folding($0)) }
        let evidence: [[Int32]] = [[4, 5], [], [30], [7]]
        let packed = try read(strategy, sequences, evidence: evidence)
        let chunked = try read(strategy, sequences, evidence: evidence, chunkRows: 11)
        #expect(chunked.positions == packed.positions)
        #expect(chunked.layout == packed.layout)
        for (index, record) in packed.selections.enumerated() {
            expectClose(
                chunked.selections[index].importance, record.importance, within: .summationOrder,
                named: "\(score) in chunks")
        }
    }

    @Test func `a layer that the model lacks is refused by name`() throws {
        #expect(throws: ModelError.self) { try read(DeciMambaConfiguration(layers: [1, 3])) }
    }
}
