import Foundation

/// The perplexity of documents at one length, with its interval.
package struct PerplexityEstimate: Sendable, Hashable {
    /// What is drawn anew in the interval.
    package enum Unit: String, Sendable, Hashable {
        /// All windows of a document together.
        case documents
        /// Single windows: there is one document only. Windows of one text are not independent, and those of
        /// `last-K` may share tokens: the interval speaks of this document, and is rather too narrow.
        case windows
    }

    /// Mean negative log-likelihood in nats: over windows or over tokens, as the protocol has it.
    package let meanLoss: Double
    /// The interval of the perplexity; nil for a single unit.
    package let interval: ClosedRange<Double>?
    /// How it was found; nil where there is none.
    package let method: IntervalMethod?
    /// What was drawn.
    package let unit: Unit
    /// Number of windows.
    package let windows: Int
    /// Number of documents with a window.
    package let documents: Int
    /// Number of scored tokens.
    package let tokens: Int
    /// Sum of the negative log-likelihood of all scored tokens, in nats.
    package let totalLoss: Double

    /// exp of the mean loss.
    package var perplexity: Double { exp(meanLoss) }

    /// The estimate from the losses of windows; nil for none.
    ///
    /// The interval is that of the mean loss, then its exponential, with documents as the units where there are two or
    /// more, else windows: `Statistics` says how it is found and why.
    package init?(_ losses: [WindowLoss], aggregation: PerplexityProtocol.Aggregation, statistics: Statistics) {
        guard !losses.isEmpty else { return nil }
        documents = Set(losses.map(\.document)).count
        windows = losses.count
        tokens = losses.reduce(0) { $0 + $1.tokens }
        totalLoss = losses.reduce(0) { $0 + $1.sum }
        unit = documents > 1 ? .documents : .windows
        var groups = GroupSums()
        for (index, loss) in losses.enumerated() {
            let group = unit == .documents ? "\(loss.document)" : "\(index)"
            switch aggregation {
            case .windows: groups.add(loss.mean, count: 1, to: group)
            case .tokens: groups.add(loss.sum, count: loss.tokens, to: group)
            }
        }
        meanLoss = groups.mean
        let found = statistics.interval(of: groups)
        interval = found.map { exp($0.range.lowerBound)...exp($0.range.upperBound) }
        method = found?.method
    }

    /// Perplexity by words and bytes, and bits a byte, of documents of which every token was scored.
    package func rates(words: Int, bytes: Int) -> (word: Double, byte: Double, bitsPerByte: Double) {
        let byByte = totalLoss / Double(bytes)
        return (exp(totalLoss / Double(words)), exp(byByte), byByte / log(2))
    }
}
