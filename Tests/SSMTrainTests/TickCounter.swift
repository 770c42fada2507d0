import Synchronization

/// Counts how often something happens, on any thread.
final class TickCounter: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int {
        count.load(ordering: .sequentiallyConsistent)
    }

    func next() -> Int {
        count.add(1, ordering: .sequentiallyConsistent).newValue
    }
}
