import Synchronization

/// Holds replies back until a test lets them go.
final class Gate: Sendable {
    private let state = Mutex((isOpen: false, waiting: [@Sendable () -> Void]()))

    /// Does something when the gate is open, at once if it is.
    func whenOpen(_ action: @escaping @Sendable () -> Void) {
        let isOpen = state.withLock { state in
            if !state.isOpen { state.waiting.append(action) }
            return state.isOpen
        }
        if isOpen { action() }
    }

    /// Lets everything go, now and later.
    func open() {
        let waiting = state.withLock { state in
            defer { state = (true, []) }
            return state.waiting
        }
        for action in waiting { action() }
    }
}
