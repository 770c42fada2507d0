import Synchronization

/// Partial sums that tasks leave and that are added in order of the tasks.
final class DoublePartials: Sendable {
    private let values: Mutex<[Double]>

    init(count: Int) {
        values = Mutex([Double](repeating: 0, count: count))
    }

    func set(_ value: Double, at index: Int) {
        values.withLock { $0[index] = value }
    }

    func sum() -> Double {
        values.withLock { $0.reduce(0, +) }
    }
}
