package import SSMTensor
import Synchronization

/// The order in which a fixed number of examples is taken, again and again: each epoch is shuffled anew.
///
/// The place of an index is a function of the key, so that any index can be asked for at any time; the order of the
/// last epoch asked for is kept.
package final class EpochOrder: Sendable {
    private let count: Int
    private let key: RandomKey
    private let last = Mutex<(epoch: Int, places: [Int32])>((-1, []))

    /// The order of so many examples.
    ///
    /// - Precondition: `count` is positive.
    package init(count: Int, key: RandomKey) {
        precondition(count > 0 && count <= Int(Int32.max), "EpochOrder: \(count) examples")
        self.count = count
        self.key = key
    }

    /// The example, from 0 to below the count, that an index takes.
    package func place(of index: Int) -> Int {
        let epoch = index / count
        return last.withLock { last in
            if last.epoch != epoch {
                var generator = key.folding("epoch").folding(epoch).generator
                last = (epoch, generator.shuffled((0..<Int32(count)).map { $0 }))
            }
            return Int(last.places[index % count])
        }
    }
}
