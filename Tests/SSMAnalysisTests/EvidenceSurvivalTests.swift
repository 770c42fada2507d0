import SSMAnalysis
import SSMContext
import Testing

@Suite struct EvidenceSurvivalTests {
    private func retention(
        _ layer: Int, rows: Int, kept: Int, evidence: Int, evidenceKept: Int, rank: Double?
    ) -> LayerRetention {
        LayerRetention(
            owner: "decimamba", layer: layer, rows: rows, kept: kept, evidence: evidence,
            evidenceKept: evidenceKept, evidenceRank: rank)
    }

    @Test func `survival and rank are summed by layer`() throws {
        let summary = EvidenceSurvival.summarize([
            [
                retention(3, rows: 100, kept: 40, evidence: 4, evidenceKept: 4, rank: 0.1),
                retention(5, rows: 40, kept: 20, evidence: 4, evidenceKept: 1, rank: 0.5),
            ],
            [
                retention(3, rows: 300, kept: 60, evidence: 2, evidenceKept: 0, rank: 0.9),
                retention(5, rows: 60, kept: 20, evidence: 2, evidenceKept: 0, rank: nil),
            ],
            [retention(3, rows: 1000, kept: 1, evidence: 0, evidenceKept: 0, rank: nil)],
        ])
        #expect(summary.map(\.layer) == [3, 5])
        #expect(summary.map(\.n) == [2, 2])
        #expect(summary.map(\.evidenceRows) == [6, 6])
        #expect(summary.map(\.survival) == [4.0 / 6, 1.0 / 6])
        #expect(summary.map(\.wholeSurvival) == [0.5, 0])
        #expect(summary.map(\.keptShare) == [0.25, 0.4])
        #expect(try #require(summary[0].rank).median == 0.5)
        #expect(try #require(summary[1].rank).n == 1)
    }

    @Test func `nothing marked gives nothing`() {
        #expect(EvidenceSurvival.summarize([]).isEmpty)
        let unmarked = retention(0, rows: 9, kept: 3, evidence: 0, evidenceKept: 0, rank: nil)
        #expect(EvidenceSurvival.summarize([[unmarked]]).isEmpty)
    }

    @Test func `quantiles interpolate`() throws {
        let five = try #require(Quantiles([5, 1, 4, 2, 3]))
        #expect([five.minimum, five.lowerQuartile, five.median, five.upperQuartile, five.maximum] == [1, 2, 3, 4, 5])
        let two = try #require(Quantiles([2, 1]))
        #expect([two.lowerQuartile, two.median, two.upperQuartile] == [1.25, 1.5, 1.75])
        #expect(try #require(Quantiles([7])).median == 7)
        #expect(Quantiles([]) == nil)
        #expect(try #require(Quantiles([.nan, 1, 2])).maximum.isNaN)
    }
}
