import Foundation
import SSMTensor

/// Which rows of a prompt are compressed, and into how many, as numbers of its length.
struct CompressionRatios: Sendable, Hashable {
    /// The first row that is compressed, S.
    let start: Int
    /// Rows that are compressed, L'.
    let length: Int
    /// Memory rows that take their place, K.
    let rows: Int

    /// - Edge cases: no row is compressed of an empty prompt. Of any other at least one is, into at least one.
    /// - Source: S = int(s · L), K = ceil(L' · rho). The authors' code does not check S + L' ≤ L; here L' ends with the
    ///   prompt.
    private init(prompt: Int, start: Double, length: Int, keep: Double, minimumRows: Int) {
        self.start = Int(start * Double(prompt))
        self.length = min(max(length, 1), prompt - self.start)
        rows = min(max(Int(ceil(Double(self.length) * keep)), minimumRows), self.length)
    }

    /// The fixed ratios of a prompt that is read to be answered.
    init(answering prompt: Int, _ configuration: ReMambaConfiguration) {
        self.init(
            prompt: prompt, start: configuration.start,
            length: configuration.leaving.map { prompt - $0 } ?? share(configuration.compress, of: prompt),
            keep: configuration.keep, minimumRows: configuration.minimumRows)
    }

    /// The ratios of a training example, drawn from its own random numbers.
    init(training prompt: Int, key: RandomKey, _ configuration: ReMambaConfiguration) {
        func draw(_ range: RatioRange, _ name: String) -> Double {
            var generator = key.folding(name).generator
            return range.lower + (range.upper - range.lower) * generator.uniform()
        }
        let rule = configuration.training
        let isLong = prompt > rule.long
        let compress = draw(isLong ? rule.compressLong : rule.compressShort, "compress")
        let length = share(compress, of: prompt)
        self.init(
            prompt: prompt, start: draw(rule.start, "start"),
            length: isLong ? min(length, prompt - rule.leaving) : length,
            keep: draw(rule.keep, "keep"), minimumRows: configuration.minimumRows)
    }
}

/// A share of a number of rows, rounded up.
private func share(_ share: Double, of rows: Int) -> Int {
    Int(ceil(share * Double(rows)))
}
