import Synchronization

/// Lets so many tasks run at a time, the others in the order in which they came.
final class SlotQueue: Sendable {
    private struct Waiting {
        let number: Int
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var free: Int
        var nextNumber = 0
        var queue: [Waiting] = []
        /// Tasks that were cancelled before they stood in the queue.
        var cancelled: Set<Int> = []
    }

    private let state: Mutex<State>

    init(_ slots: Int) {
        state = Mutex(State(free: slots))
    }

    /// Runs an operation when a slot is free.
    ///
    /// - Throws: what the operation throws; `TeacherError.cancelled` when the task is cancelled while it waits.
    func run<Result: Sendable>(
        _ operation: () async throws(TeacherError) -> Result
    ) async throws(TeacherError) -> Result {
        guard await take() else { throw .cancelled }
        defer { giveBack() }
        return try await operation()
    }

    /// Whether a slot was taken; false when the task was cancelled first.
    private func take() async -> Bool {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        // What a handler left behind that came after the decision.
        defer { state.withLock { _ = $0.cancelled.remove(number) } }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDecided: Bool? = state.withLock { state in
                    if state.cancelled.contains(number) { return false }
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.queue.append(Waiting(number: number, continuation: continuation))
                    return nil
                }
                if let isDecided { continuation.resume(returning: isDecided) }
            }
        } onCancel: {
            leave(number)
        }
    }

    /// Takes a task out of the queue that is cancelled.
    private func leave(_ number: Int) {
        let waiting: Waiting? = state.withLock { state in
            guard let place = state.queue.firstIndex(where: { $0.number == number }) else {
                state.cancelled.insert(number)
                return nil
            }
            return state.queue.remove(at: place)
        }
        waiting?.continuation.resume(returning: false)
    }

    private func giveBack() {
        let next: Waiting? = state.withLock { state in
            guard !state.queue.isEmpty else {
                state.free += 1
                return nil
            }
            return state.queue.removeFirst()
        }
        next?.continuation.resume(returning: true)
    }
}
