import DeciMamba
import SSMContext
import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

/// What a decimating layer is said to have done to the evidence.
@Suite struct RetentionTests {
    private let evidence: [Int32] = [3, 17, 18, 40]
    private let tokens = TinyModel.tokens(60, key: RandomKey(seed: 61))

    private func measure(
        _ score: DecimationScore, evidence: [Int32]
    ) throws -> (retention: LayerRetention, record: SelectionRecord) {
        let model = try TinyModel.make(on: Device(workers: 1, poisoned: true))
        let sequences = TinyModel.prompts([tokens], evidence: [evidence])
        let strategy = DeciMambaConfiguration(layers: [1], baseLength: 10, minimum: 0, score: score)
        let result = try runtime(strategy, model).forward(
            ForwardRequest(
                stream: TokenStream([tokens]), sequences: sequences, outputs: ForwardOutputs(state: true)),
            phase: .prefill, meter: CostMeter())
        let retention = try #require(LayerRetention.measure(result.selections, sequences: sequences)[0].first)
        return (retention, try #require(result.selections.first))
    }

    @Test(arguments: DecimationScore.allCases) func `rows and evidence that stay are counted`(
        _ score: DecimationScore
    ) throws {
        let (retention, record) = try measure(score, evidence: evidence)
        #expect(retention.owner == "decimamba")
        #expect(retention.layer == 1)
        #expect(retention.rows == 60)
        #expect(retention.kept == 11)
        #expect(retention.evidence == 4)
        #expect(retention.evidenceKept == evidence.filter { record.kept.rows.contains(Int($0)) }.count)
    }

    @Test func `the rank is the share of the other rows with a higher importance`() throws {
        let (retention, record) = try measure(.l2, evidence: evidence)
        let ranks = evidence.map { row in
            record.importance.filter { $0 > record.importance[Int(row)] }.count
        }
        let expected = Double(ranks.reduce(0, +)) / 4 / 59
        #expect(abs(try #require(retention.evidenceRank) - expected) < 1e-12)
    }

    @Test func `evidence comes first for the oracle, and a score that ranks nothing puts it in the middle`() throws {
        let first = try #require(try measure(.oracle, evidence: evidence).retention.evidenceRank)
        #expect(abs(first - 1.5 / 59) < 1e-12)
        let middle = try #require(try measure(.stride, evidence: evidence).retention.evidenceRank)
        #expect(abs(middle - 0.5) < 1e-12)
        #expect(try measure(.l2, evidence: []).retention.evidenceRank == nil)
    }
}
