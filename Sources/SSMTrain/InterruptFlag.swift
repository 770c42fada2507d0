import Synchronization

/// A request to stop that any thread may raise and that long work looks at between steps.
package final class InterruptFlag: Sendable {
    private let raised = Atomic<Bool>(false)

    /// A flag that is not raised.
    package init() {}

    /// Whether somebody has asked to stop.
    package var isRaised: Bool {
        raised.load(ordering: .acquiring)
    }

    /// Asks to stop.
    package func raise() {
        raised.store(true, ordering: .releasing)
    }
}
