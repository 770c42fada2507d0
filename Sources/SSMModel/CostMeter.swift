import Synchronization

/// Counts what a computation costs. Only the runtime adds to it, so no method can forget a pass.
public final class CostMeter: Sendable {
    private let total = Mutex(Cost())

    /// A meter that stands at zero.
    public init() {}

    /// What was counted so far.
    public var cost: Cost { total.withLock { $0 } }

    func add(_ change: (inout Cost) -> Void) {
        total.withLock { change(&$0) }
    }
}
