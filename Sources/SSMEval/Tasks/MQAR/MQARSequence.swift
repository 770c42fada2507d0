import SSMTensor

/// One sequence of symbols with its labels.
///
/// - Source: zoology `data/multiquery_ar.py`: k1 v1 ... kN vN, then query i at 2N + 2 g_i, labelled there with value i.
struct MQARSequence {
    /// The symbols: (L).
    private(set) var symbols: [Int]

    /// The position of each pair's query: (N).
    let queries: [Int]

    /// The values: (N).
    let values: [Int]

    /// A sequence.
    ///
    /// - Precondition: `length` is even and at least 4 N.
    /// - Parameters:
    ///   - pairKey: random numbers of the pairs, the same at all lengths.
    ///   - placeKey: random numbers of the places of queries and of what is between them.
    init(_ configuration: MQARConfiguration, length: Int, pairKey: RandomKey, placeKey: RandomKey) {
        let count = configuration.pairs
        let half = configuration.symbols / 2
        var pairs = pairKey.generator
        let keys = pairs.distinct(count, below: half - 1).map { $0 + 1 }
        values = pairs.distinct(count, below: configuration.symbols - half).map { $0 + half }
        symbols = [Int](repeating: 0, count: length)
        for index in 0..<count {
            symbols[2 * index] = keys[index]
            symbols[2 * index + 1] = values[index]
        }
        var places = placeKey.generator
        let slots = (length - 2 * count) / 2
        queries = Self.gaps(count, of: slots, power: configuration.power, from: &places).map { 2 * count + 2 * $0 }
        for (index, query) in queries.enumerated() { symbols[query] = keys[index] }
        guard configuration.randomFiller else { return }
        for index in symbols.indices where symbols[index] == 0 {
            symbols[index] = places.below(configuration.symbols)
        }
    }

    /// Different gaps, drawn one after the other with probabilities proportional to (g + 1)^(power - 1).
    private static func gaps(
        _ count: Int, of slots: Int, power: Double, from generator: inout RandomGenerator
    ) -> [Int] {
        var weights = Self.weights(slots, power: power)
        return (0..<count).map { _ in
            var target = generator.uniform() * weights.reduce(0, +)
            var chosen = weights.lastIndex { $0 > 0 } ?? 0
            for (gap, weight) in weights.enumerated() where weight > 0 {
                target -= weight
                if target < 0 {
                    chosen = gap
                    break
                }
            }
            weights[chosen] = 0
            return chosen
        }
    }

    /// (g + 1)^(power - 1) for the first gaps.
    static func weights(_ slots: Int, power: Double) -> [Double] {
        (0..<slots).map { Portable.exp((power - 1) * Portable.log(Double($0 + 1))) }
    }
}
