import Dispatch
import Foundation
import Synchronization

/// Turns SIGINT and SIGTERM into a raised flag; a later SIGINT ends the process, see ``SignalPatience``.
///
/// It watches while it lives and, once a signal has come, until the process ends, which it is then about to do: the
/// second SIGTERM of a scheduler must not cut short what the first one has asked for, nor change the exit code. After
/// that no other watcher should be made.
package final class SignalWatcher {
    private let numbers: [Int32]
    private let record = Record()
    private let queue = DispatchQueue(label: "ssmlab.signals")
    private var sources: [any DispatchSourceSignal] = []

    /// Watches signals from now on, instead of what they did before.
    ///
    /// - Parameters:
    ///   - numbers: The signals.
    ///   - flag: What the first of them raises.
    ///   - clock: When signals come.
    ///   - onRequest: Is called once, after the flag is raised, on another thread.
    package init(
        _ numbers: [Int32] = [SIGINT, SIGTERM], raising flag: InterruptFlag, clock: TrainingClock = .running(),
        onRequest: @escaping @Sendable () -> Void = {}
    ) {
        let registered = DispatchGroup()
        self.numbers = numbers
        for number in numbers {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { [record] in
                // A source in its own handler lives until it is cancelled, so that one that goes on outlives the watcher.
                defer { withExtendedLifetime(source) {} }
                switch record.patience.withLock({ $0.request(by: number, at: clock.now()) }) {
                case .stop:
                    flag.raise()
                    onRequest()
                case .same: break
                case .abort:
                    signal(number, SIG_DFL)
                    kill(getpid(), number)
                }
            }
            registered.enter()
            source.setRegistrationHandler { registered.leave() }
            source.activate()
            sources.append(source)
        }
        // Until then a signal would be lost.
        registered.wait()
    }

    deinit {
        stop()
    }

    /// Gives the signals back to the system, unless one has come.
    package func stop() {
        queue.sync {}  // What has come is handled first.
        let goesOn = record.patience.withLock { $0.hasRequest }
        guard !goesOn else { return }
        for source in sources { source.cancel() }
        sources = []
        for number in numbers { signal(number, SIG_DFL) }
    }

    /// What the handlers of all signals share.
    private final class Record: Sendable {
        let patience = Mutex(SignalPatience())
    }
}
