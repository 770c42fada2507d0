import Foundation
import SSMEval
import SSMTensor
import Testing

struct StatisticsTests {
    let statistics = Statistics(key: RandomKey(seed: 1))

    /// Answers of groups, each group with these scores.
    private func answers(_ groups: [[Int]], isParsed: Bool = true) -> [ScoredAnswer] {
        groups.enumerated().flatMap { group, scores in
            scores.enumerated().map { question, score in
                ScoredAnswer(
                    group: "g\(group)", item: "g\(group)#\(question)",
                    score: Score(isRight: score == 1, isParsed: isParsed))
            }
        }
    }

    @Test(arguments: [
        (0.0, 10, 0.0, 0.277_533), (10.0, 10, 0.722_467, 1.0), (5.0, 10, 0.236_593, 0.763_407),
        (1.0, 100, 0.001_767, 0.054_486), (120.0, 128, 0.881_512, 0.967_993),
    ])
    func `Wilson's interval has the published values`(_ hits: Double, _ trials: Int, _ lower: Double, _ upper: Double) {
        let interval = Proportion.wilson(hits, of: trials)
        #expect(abs(interval.lowerBound - lower) < 1e-5 && abs(interval.upperBound - upper) < 1e-5, "\(interval)")
    }

    @Test(arguments: [
        (0, 0, 1.0), (5, 0, 0.0625), (0, 5, 0.0625), (1, 1, 1.0), (10, 2, 0.038_574_218_75), (8, 1, 0.039_062_5),
        (300, 200, 8.940_066e-6),
    ])
    func `McNemar's test is the exact binomial one`(_ wins: Int, _ losses: Int, _ expected: Double) {
        #expect(abs(Proportion.mcNemar(wins: wins, losses: losses) / expected - 1) < 1e-6)
    }

    @Test func `the bootstrap of one answer a context is near the normal interval`() throws {
        let estimate = try #require(statistics.mean(of: answers((0..<400).map { [$0 % 4 == 0 ? 1 : 0] })))
        #expect(estimate.mean == 0.25 && estimate.method == .bootstrap)
        let half = 1.96 * (0.25 * 0.75 / 400).squareRoot()
        #expect(abs(estimate.lower - (0.25 - half)) < 0.01 && abs(estimate.upper - (0.25 + half)) < 0.01)
        #expect(estimate.answers == 400 && estimate.groups == 400 && estimate.parseFailures == 0)
    }

    @Test func `answers about one context are not independent`() throws {
        // Ten equal answers a context tell no more than one.
        let together = try #require(statistics.mean(of: answers((0..<60).map { Array(repeating: $0 % 2, count: 10) })))
        let apart = try #require(statistics.mean(of: answers((0..<600).map { [$0 % 2] })))
        #expect(together.mean == apart.mean)
        #expect(together.upper - together.lower > 2.5 * (apart.upper - apart.lower))
        #expect(together.groups == 60 && together.answers == 600)
    }

    @Test func `equal scores still have an interval`() throws {
        for value in [0, 1] {
            let same = try #require(statistics.mean(of: answers(Array(repeating: [value, value], count: 128))))
            #expect(same.method == .wilson && same.mean == Double(value))
            #expect(same.upper - same.lower > 0.02 && same.upper - same.lower < 0.04)
        }
        let half = try #require(statistics.mean(of: answers(Array(repeating: [0, 1], count: 50))))
        #expect(half.method == .wilson && half.lower < 0.4 && half.upper > 0.6)
    }

    @Test func `few contexts with one answer each use Wilson's interval`() throws {
        let few = try #require(statistics.mean(of: answers((0..<20).map { [$0 == 0 ? 0 : 1] })))
        #expect(few.method == .wilson)
        let expected = Proportion.wilson(19, of: 20)
        #expect(few.lower == expected.lowerBound && few.upper == expected.upperBound)
    }

    @Test(arguments: [
        (0.975, 1, 12.706_205), (0.975, 2, 4.302_653), (0.975, 3, 3.182_446), (0.975, 4, 2.776_445),
        (0.975, 10, 2.228_139), (0.975, 30, 2.042_272), (0.975, 38, 2.024_394), (0.995, 5, 4.032_143),
        (0.75, 2, 0.816_497), (0.5, 7, 0),
    ])
    func `Student's quantiles are the published ones`(_ probability: Double, _ freedom: Int, _ expected: Double) {
        #expect(abs(Student.quantile(probability, degreesOfFreedom: freedom) - expected) < 1e-6)
    }

    @Test func `few contexts with several answers use Student's interval of their means`() throws {
        // Means 0.25, 0.5, 0.5, 0.5 and 0.75: 0.5 ± 2.776445 √(0.03125 / 5).
        let column = answers([1, 2, 2, 2, 3].map { right in (0..<4).map { $0 < right ? 1 : 0 } })
        let few = try #require(statistics.mean(of: column))
        #expect(few.method == .student && few.mean == 0.5)
        #expect(abs(few.lower - 0.280_503) < 1e-5 && abs(few.upper - 0.719_497) < 1e-5)
        let zeros = answers(Array(repeating: [0, 0, 0, 0], count: 5))
        let difference = try #require(statistics.difference(of: column, against: zeros))
        #expect(difference.method == .student && difference.lower == few.lower && difference.upper == few.upper)
    }

    @Test func `contexts with unequal numbers of answers weigh by them`() throws {
        // Deviations from 4/6: 2/3, 1/3 and -1; √(3/2 · 14/9) / 6 times 0.816497.
        let statistics = Statistics(level: 0.5, key: RandomKey(seed: 1))
        let unequal = try #require(statistics.mean(of: answers([[1, 1], [1], [1, 0, 0]])))
        #expect(unequal.method == .student && abs(unequal.mean - 4.0 / 6) < 1e-12)
        #expect(abs(unequal.lower - 0.458_797) < 1e-5 && abs(unequal.upper - 0.874_536) < 1e-5)
    }

    @Test func `Student's intervals end where scores do`() throws {
        let column = answers([[1, 1], [1, 1], [1, 0]])  // 5/6 ± 0.717109
        let few = try #require(statistics.mean(of: column))
        #expect(few.method == .student && few.upper == 1 && abs(few.lower - 0.116_224) < 1e-5)
        let zeros = answers([[0, 0], [0, 0], [0, 0]])
        let lost = try #require(statistics.difference(of: zeros, against: column))
        #expect(lost.method == .student && lost.lower == -1 && abs(lost.upper + 0.116_224) < 1e-5)
    }

    @Test func `intervals over 8 contexts hold the mean as often as they say`() throws {
        // Each context is easy or hard; its 8 questions are answered alike or not. The mean is 0.5.
        var generator = RandomKey(seed: 3).generator
        let trials = 2_000
        var hits = 0
        for _ in 0..<trials {
            let groups = (0..<8).map { _ in
                let ease = generator.uniform() < 0.5 ? 0.25 : 0.75
                return (0..<8).map { _ in generator.uniform() < ease ? 1 : 0 }
            }
            let estimate = try #require(statistics.mean(of: answers(groups)))
            if (estimate.lower...estimate.upper).contains(0.5) { hits += 1 }
        }
        #expect((0.935...0.97).contains(Double(hits) / Double(trials)), "\(hits) of \(trials)")
    }

    @Test func `no answers have no mean, and parse failures are counted`() throws {
        #expect(statistics.mean(of: []) == nil)
        let failed = try #require(statistics.mean(of: answers([[0, 0], [0]], isParsed: false)))
        #expect(failed.parseFailures == 3)
    }

    @Test func `the same key gives the same interval, another key nearly the same`() throws {
        let scores = answers((0..<100).map { [$0 % 3 == 0 ? 1 : 0, $0 % 5 == 0 ? 1 : 0] })
        let first = try #require(statistics.mean(of: scores))
        #expect(statistics.mean(of: scores) == first)
        let other = try #require(Statistics(key: RandomKey(seed: 2)).mean(of: scores))
        #expect(other != first && abs(other.lower - first.lower) < 0.02)
        let narrow = try #require(Statistics(level: 0.5, key: RandomKey(seed: 1)).mean(of: scores))
        #expect(narrow.lower > first.lower && narrow.upper < first.upper)
    }

    @Test func `a paired difference is far sharper than two intervals`() throws {
        let baseline = answers((0..<100).map { [$0 % 2] })
        let column = answers((0..<100).map { [$0 % 2 == 1 || $0 < 20 ? 1 : 0] })
        let difference = try #require(statistics.difference(of: column, against: baseline))
        #expect(abs(difference.difference - 0.1) < 1e-12)
        #expect(difference.wins == 10 && difference.losses == 0 && difference.pairs == 100 && difference.unpaired == 0)
        #expect(difference.lower > 0.03 && difference.upper < 0.18 && difference.method == .bootstrap)
        #expect(abs(difference.mcNemar - 2 / 1_024) < 1e-9)
        let reversed = try #require(statistics.difference(of: baseline, against: column))
        #expect(reversed.losses == 10 && abs(reversed.difference + 0.1) < 1e-12 && reversed.upper < 0)
    }

    @Test func `differences that are all the same still have an interval`() throws {
        let zeros = answers(Array(repeating: [0], count: 50))
        let ones = answers(Array(repeating: [1], count: 50))
        let none = try #require(statistics.difference(of: ones, against: ones))
        #expect(none.difference == 0 && none.lower == -none.upper && none.upper > 0.05 && none.mcNemar == 1)
        let all = try #require(statistics.difference(of: ones, against: zeros))
        #expect(all.difference == 1 && all.upper == 1 && all.lower < 0.95 && all.lower > 0.9)
        let lost = try #require(statistics.difference(of: zeros, against: ones))
        #expect(lost.lower == -1 && lost.upper == -all.lower)
    }

    @Test func `answers without a partner are left out and counted`() throws {
        let difference = try #require(
            statistics.difference(of: answers([[1], [1], [1]]), against: answers([[1], [0]])))
        #expect(difference.pairs == 2 && difference.unpaired == 1)
        #expect(statistics.difference(of: answers([[1]]), against: []) == nil)
    }
}
