/// Sums and counts of numbers by group, in order of first occurrence.
struct GroupSums {
    private(set) var sums: [Double] = []
    private(set) var counts: [Int] = []
    private var places: [String: Int] = [:]

    init() {}

    init(_ values: [(group: String, value: Double)]) {
        for (group, value) in values { add(value, count: 1, to: group) }
    }

    /// Adds the sum of so many numbers of a group.
    mutating func add(_ sum: Double, count: Int, to group: String) {
        let place = places[group] ?? sums.count
        if place == sums.count {
            places[group] = place
            sums.append(0)
            counts.append(0)
        }
        sums[place] += sum
        counts[place] += count
    }

    /// Number of groups.
    var count: Int { sums.count }

    /// Number of values.
    var answers: Int { counts.reduce(0, +) }

    /// Mean over the values.
    var mean: Double { sums.reduce(0, +) / Double(answers) }

    /// Standard error of the mean, with groups as draws.
    ///
    /// Groups of one size: the deviation of their means by √groups. Groups of several sizes weigh by their sizes in the
    /// mean, a ratio of two sums, of which this is the linear estimate.
    ///
    /// - Source: Cochran, Sampling Techniques (1977), section 9A.5.
    /// - Precondition: at least two groups.
    var standardError: Double {
        precondition(count > 1, "GroupSums: \(count) groups have no spread")
        let mean = mean
        let squares = sums.indices.reduce(0.0) { total, group in
            let deviation = sums[group] - mean * Double(counts[group])
            return total + deviation * deviation
        }
        return (squares * Double(count) / Double(count - 1)).squareRoot() / Double(answers)
    }

    /// Whether all groups have the same mean.
    var haveOneMean: Bool {
        // Sums of whole scores are exact: equal means are equal products.
        sums.indices.allSatisfy { sums[$0] * Double(counts[0]) == sums[0] * Double(counts[$0]) }
    }
}
