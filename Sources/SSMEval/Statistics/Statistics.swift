package import SSMTensor

/// Intervals of scores. Contexts are the unit: all answers about one context are drawn together.
///
/// A bootstrap of scores that are all the same has an interval of no width, which claims far too much. Where all
/// contexts have the same mean, the interval is Wilson's, with contexts as trials; and so it is for fewer than 40
/// contexts with one answer each, where the bootstrap is too narrow. Fewer than 40 contexts with several answers, and
/// the differences of so few, have Student's interval of the contexts' means: a bootstrap takes the spread that it
/// draws from as known, which makes it too narrow by a factor of about √((G - 1) / G) and the quantiles of the normal
/// distribution for Student's: of intervals at 95 % over 8 contexts, only about 87 % would hold the mean.
///
/// The intervals speak of other contexts, with the same trained models: answers of all seeds about one context are one
/// group, so the variance between training seeds is not in them. Read that from the scores of each seed.
package struct Statistics: Sendable {
    /// Below this many contexts, a bootstrap is too narrow.
    private static let fewGroups = 40

    /// How often contexts are drawn.
    package var resamples: Int

    /// The probability that an interval is meant to hold.
    package var level: Double

    /// The random numbers of the draws.
    package var key: RandomKey

    /// Settings of the intervals.
    ///
    /// - Precondition: `resamples` is positive, and `level` between 0 and 1.
    package init(resamples: Int = 2_000, level: Double = 0.95, key: RandomKey) {
        precondition(resamples > 0 && level > 0 && level < 1, "Statistics: \(resamples) resamples at level \(level)")
        self.resamples = resamples
        self.level = level
        self.key = key
    }

    /// The mean score of answers, with its interval; nil for no answers.
    package func mean(of answers: [ScoredAnswer]) -> MeanEstimate? {
        guard !answers.isEmpty else { return nil }
        let groups = GroupSums(answers.map { ($0.group, $0.score.value) })
        let isPlain = groups.count < Self.fewGroups && groups.answers == groups.count
        let method = isPlain ? .wilson : method(for: groups)
        let interval =
            switch method {
            case .wilson: Proportion.wilson(groups.mean * Double(groups.count), of: groups.count, level: level)
            case .student: student(groups).clamped(to: 0...1)
            case .bootstrap: bootstrap(groups)
            }
        return MeanEstimate(
            mean: groups.mean, lower: interval.lowerBound, upper: interval.upperBound, method: method,
            answers: answers.count, groups: groups.count, parseFailures: answers.count { !$0.score.isParsed })
    }

    /// The difference of a column to a baseline over the answers that both have; nil where there are none.
    ///
    /// - Precondition: no two answers of one column have the same item.
    /// - Edge cases: where all contexts differ by the same amount c, the interval is from Wilson's for |c|: for c = 0
    ///   it is ±u, with u the upper end for no context out of all.
    package func difference(of column: [ScoredAnswer], against baseline: [ScoredAnswer]) -> DifferenceEstimate? {
        let partners = Self.byItem(baseline)
        let own = Self.byItem(column)
        let pairs = column.compactMap { answer in partners[answer.item].map { (answer, $0) } }
        guard !pairs.isEmpty else { return nil }
        let groups = GroupSums(pairs.map { ($0.group, $0.score.value - $1.score.value) })
        let wins = pairs.count { $0.score.isRight && !$1.score.isRight }
        let losses = pairs.count { !$0.score.isRight && $1.score.isRight }
        let method = method(for: groups)
        let interval =
            switch method {
            case .wilson: degenerate(groups)
            case .student: student(groups).clamped(to: -1...1)
            case .bootstrap: bootstrap(groups)
            }
        return DifferenceEstimate(
            difference: groups.mean, lower: interval.lowerBound, upper: interval.upperBound,
            method: method, pairs: pairs.count, groups: groups.count,
            unpaired: own.count + partners.count - 2 * pairs.count, wins: wins, losses: losses,
            mcNemar: Proportion.mcNemar(wins: wins, losses: losses))
    }

    /// The interval of the mean of any numbers, and how it was found: Student's for fewer than 40 groups, else the
    /// bootstrap; nil for fewer than two groups.
    func interval(of groups: GroupSums) -> (range: ClosedRange<Double>, method: IntervalMethod)? {
        guard groups.count > 1 else { return nil }
        return groups.count < Self.fewGroups
            ? (student(groups), .student) : (bootstrap(groups), .bootstrap)
    }

    /// How the interval of groups is found.
    private func method(for groups: GroupSums) -> IntervalMethod {
        if groups.haveOneMean { return .wilson }
        return groups.count < Self.fewGroups ? .student : .bootstrap
    }

    private static func byItem(_ answers: [ScoredAnswer]) -> [String: ScoredAnswer] {
        Dictionary(answers.map { ($0.item, $0) }) { first, _ in
            preconditionFailure("Statistics: two answers have the item \(first.item)")
        }
    }

    /// The interval of a difference that is the same in all contexts.
    private func degenerate(_ groups: GroupSums) -> ClosedRange<Double> {
        let size = abs(groups.mean)
        let interval = Proportion.wilson(size * Double(groups.count), of: groups.count, level: level)
        if groups.mean == 0 { return -interval.upperBound...interval.upperBound }
        return groups.mean > 0 ? interval : -interval.upperBound...(-interval.lowerBound)
    }

    /// Student's interval of the mean, from the spread of the contexts' means.
    private func student(_ groups: GroupSums) -> ClosedRange<Double> {
        let half = groups.standardError * Student.quantile((1 + level) / 2, degreesOfFreedom: groups.count - 1)
        return (groups.mean - half)...(groups.mean + half)
    }

    /// Percentiles of the mean over contexts drawn with replacement.
    private func bootstrap(_ groups: GroupSums) -> ClosedRange<Double> {
        var generator = key.folding("bootstrap").generator
        let means = (0..<resamples).map { _ in
            var sum = 0.0
            var count = 0
            for _ in 0..<groups.count {
                let drawn = generator.below(groups.count)
                sum += groups.sums[drawn]
                count += groups.counts[drawn]
            }
            return sum / Double(count)
        }.sorted()
        let tail = (1 - level) / 2
        return Self.quantile(tail, of: means)...Self.quantile(1 - tail, of: means)
    }

    /// A quantile of sorted numbers, linear between neighbours.
    private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
        let place = share * Double(sorted.count - 1)
        let below = Int(place)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
}
