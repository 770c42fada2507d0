import Foundation
package import SSMTensor

/// The probabilities from which a token is drawn.
package struct TokenDistribution {
    /// The probability of each token up to a common factor, the greatest being 1; 0 where it cannot be drawn: (V).
    package private(set) var weights: [Double]

    /// The distribution of scores after temperature, top-k and top-p.
    ///
    /// - Parameters:
    ///   - scores: logits with the repetition penalty: (V); none is NaN or plus infinity, one at least is finite.
    ///   - options: with a positive temperature.
    /// - Edge cases: all tokens with the score of the k-th stay. Among tokens of equal score top-p drops higher ids first
    ///   (transformers drops any of them).
    /// - Source: `TopKLogitsWarper` and `TopPLogitsWarper` of transformers. Top-k compares scores before they are divided
    ///   by the temperature, which changes no order, and sums are in double precision.
    package init(_ scores: [Float], _ options: SamplingOptions) {
        precondition(options.temperature > 0, "TokenDistribution: the temperature is \(options.temperature)")
        let threshold = options.topK.map { Self.greatest($0, of: scores) } ?? -.infinity
        let greatest = Double(scores.max() ?? 0)
        weights = scores.map { score in
            score < threshold ? 0 : exp((Double(score) - greatest) / options.temperature)
        }
        if let topP = options.topP, topP < 1 { keepNucleus(topP) }
    }

    /// The probability of each token: (V).
    package var probabilities: [Double] {
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }

    /// The token whose share of the distribution, ids in order, covers a place in 0 ..< 1.
    package func token(at place: Double) -> TokenID {
        let target = place * weights.reduce(0, +)
        var sum = 0.0
        var last = 0
        for (token, weight) in weights.enumerated() where weight > 0 {
            sum += weight
            last = token
            if sum > target { break }
        }
        return TokenID(last)  // the sum ends where the total does, rounding included
    }

    /// Drops the least probable tokens as long as they have no more than 1 - p together.
    private mutating func keepNucleus(_ p: Double) {
        let bound = (1 - p) * weights.reduce(0, +)
        // Tokens this light can never have more than the bound together, so only the others are sorted.
        let negligible = bound / Double(weights.count)
        var dropped = 0.0
        var others: [Int] = []
        for (token, weight) in weights.enumerated() {
            if weight > negligible {
                others.append(token)
            } else {
                dropped += weight
                weights[token] = 0
            }
        }
        others.sort { (weights[$0], $1) < (weights[$1], $0) }
        for token in others.dropLast() {
            dropped += weights[token]
            guard dropped <= bound else { break }
            weights[token] = 0
        }
    }

    /// The k-th greatest of scores, or the least where there are fewer: chosen digit by digit, without sorting.
    private static func greatest(_ k: Int, of scores: [Float]) -> Float {
        guard k < scores.count else { return -.infinity }
        // The order of these patterns is the order of the numbers.
        let patterns = scores.map { score in
            let bits = score.bitPattern
            return bits >> 31 == 1 ? ~bits : bits | 1 << 31
        }
        var (found, mask, remaining) = (UInt32(0), UInt32(0), k)
        for shift in stride(from: UInt32(24), through: 0, by: -8) {
            var counts = [Int](repeating: 0, count: 256)
            for pattern in patterns where pattern & mask == found { counts[Int(pattern >> shift & 255)] += 1 }
            var digit = 255
            while counts[digit] < remaining {
                remaining -= counts[digit]
                digit -= 1
            }
            found |= UInt32(digit) << shift
            mask |= 255 << shift
        }
        return Float(bitPattern: found >> 31 == 1 ? found & ~(1 << 31) : ~found)
    }
}
