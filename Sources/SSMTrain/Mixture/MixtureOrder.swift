package import SSMTensor
import Synchronization

/// Which source each example of a mixture is taken from: a random number of the example's own decides, by the shares.
///
/// The examples of one source are numbered among themselves, so that none of them is left out. Any index can be asked
/// for at any time; the place of the last one is kept.
package final class MixtureOrder: Sendable {
    /// The part of the random numbers below which a source, or one before it, is taken.
    private let bounds: [Double]
    private let key: RandomKey
    private let last: Mutex<Place>

    /// An index, and how many of those before it each source has.
    private struct Place: Sendable {
        var index = 0
        var counts: [Int]
    }

    /// The order of sources with these shares.
    ///
    /// - Precondition: there is a share, and all are positive; they need not add up to 1.
    package init(shares: [Double], key: RandomKey) {
        precondition(!shares.isEmpty && shares.allSatisfy { $0 > 0 }, "MixtureOrder: the shares \(shares)")
        let total = shares.reduce(0, +)
        var sum = 0.0
        bounds = shares.map { share in
            sum += share / total
            return sum
        }
        self.key = key
        last = Mutex(Place(counts: shares.map { _ in 0 }))
    }

    /// The source, from 0, that an index is taken from.
    package func source(of index: Int) -> Int {
        var generator = key.folding(index).generator
        let draw = generator.uniform()
        return bounds.firstIndex { draw < $0 } ?? bounds.count - 1
    }

    /// The source of an index, and how many of the indices before it have the same source.
    package func place(of index: Int) -> (source: Int, index: Int) {
        let counts = last.withLock { last in
            if index < last.index { last = Place(counts: bounds.map { _ in 0 }) }
            while last.index < index {
                last.counts[self.source(of: last.index)] += 1
                last.index += 1
            }
            return last.counts
        }
        let chosen = source(of: index)
        return (chosen, counts[chosen])
    }
}
