import Dispatch
import Synchronization

/// Work that is done in order on a thread of its own, for one other thread that hands it over.
///
/// Each piece says how many bytes it holds. Who hands over more than may wait is held until there is room, so that a
/// slow disk slows its source down and does not fill the memory. After an error nothing more is done.
package final class BackgroundWork: Sendable {
    private struct State {
        var waitingBytes = 0
        var isSourceHeld = false
        var failure: (any Error)?
    }

    private let limit: Int
    private let state = Mutex(State())
    private let room = DispatchSemaphore(value: 0)
    private let queue = DispatchQueue(label: "ssmlab.background-work")

    /// A queue without work.
    ///
    /// - Parameter limit: bytes that may wait; one piece alone may hold more.
    package init(limit: Int) {
        self.limit = limit
    }

    /// Hands over a piece of work, as soon as there is room for it.
    ///
    /// - Precondition: called by one thread at a time.
    /// - Throws: the error of an earlier piece.
    package func submit(bytes: Int, _ work: @escaping @Sendable () throws -> Void) throws {
        while try !reserve(bytes) { room.wait() }
        queue.async { [self] in
            if state.withLock({ $0.failure == nil }) {
                do {
                    try work()
                } catch {
                    state.withLock { $0.failure = error }
                }
            }
            let isSourceHeld = state.withLock { state in
                state.waitingBytes -= bytes
                defer { state.isSourceHeld = false }
                return state.isSourceHeld
            }
            if isSourceHeld { room.signal() }
        }
    }

    /// Waits until all is done.
    ///
    /// - Throws: the first error.
    package func finish() throws {
        queue.sync {}
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    /// Takes room for a piece; false when its source has to wait.
    private func reserve(_ bytes: Int) throws -> Bool {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            guard state.waitingBytes == 0 || state.waitingBytes + bytes <= limit else {
                state.isSourceHeld = true
                return false
            }
            state.waitingBytes += bytes
            return true
        }
    }
}
