import CSSMKernels
import Dispatch
import Foundation
import Synchronization

/// Threads that share the tasks of one parallel call at a time; the caller takes part.
///
/// Waiting workers spin for some tens of microseconds, so that the next call of a busy pass finds them awake, and
/// then sleep, so that an idle pool takes no processor time.
final class WorkerPool: Sendable {
    private let board: JobBoard
    private let exits = DispatchGroup()

    /// A pool of this many workers, the calling thread counted as one.
    init(workers: Int) {
        let board = JobBoard(helpers: workers - 1)
        self.board = board
        for helper in 0..<(workers - 1) {
            exits.enter()
            Thread { [exits] in
                board.serve(as: helper)
                exits.leave()
            }.start()
        }
    }

    deinit {
        board.stop()
        exits.wait()
    }

    /// Calls `body` for 0 ..< count and returns when all calls are done.
    ///
    /// A call from inside a task, or while another thread uses the pool, runs all its tasks itself.
    func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        if count > 1, board.reserve() {
            board.run(Job(count: count, body: body))
        } else {
            for index in 0..<count { body(index) }
        }
    }
}

/// The tasks of one parallel call.
private final class Job: Sendable {
    private let count: Int
    private let body: @Sendable (Int) -> Void
    private let taken = Atomic<Int>(0)

    init(count: Int, body: @escaping @Sendable (Int) -> Void) {
        self.count = count
        self.body = body
    }

    var helpersWanted: Int { count - 1 }

    /// Takes tasks until none is left.
    func work() {
        while true {
            let index = taken.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            body(index)
        }
    }
}

/// Where the caller posts a job and the helpers find it.
private final class JobBoard: Sendable {
    private struct Posting {
        var job: Job?
        var holders = 0
        var isCallerWaiting = false
    }

    private final class Helper: Sendable {
        let isAsleep = Atomic<Bool>(false)
        let wake = DispatchSemaphore(value: 0)
    }

    private let helpers: [Helper]
    private let posting = Mutex(Posting())
    private let isReserved = Atomic<Bool>(false)
    private let isStopped = Atomic<Bool>(false)
    private let postings = Atomic<Int>(0)
    private let isFinished = Atomic<Bool>(true)
    private let finish = DispatchSemaphore(value: 0)

    init(helpers: Int) {
        self.helpers = (0..<helpers).map { _ in Helper() }
    }

    /// Whether the caller now has the helpers for itself.
    func reserve() -> Bool {
        !helpers.isEmpty
            && isReserved.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    }

    /// Runs a job with the helpers and gives up the reservation.
    func run(_ job: Job) {
        posting.withLock { $0.job = job }
        announce(to: job.helpersWanted)
        job.work()
        let hasHolders = posting.withLock { posting in
            posting.job = nil
            posting.isCallerWaiting = posting.holders > 0
            isFinished.store(!posting.isCallerWaiting, ordering: .relaxed)
            return posting.isCallerWaiting
        }
        if hasHolders {
            JobBoard.spin { isFinished.load(ordering: .acquiring) }
            finish.wait()
        }
        isReserved.store(false, ordering: .releasing)
    }

    func stop() {
        isStopped.store(true, ordering: .sequentiallyConsistent)
        announce(to: helpers.count)
    }

    private func announce(to wanted: Int) {
        postings.wrappingAdd(1, ordering: .sequentiallyConsistent)
        for helper in helpers.prefix(wanted)
        where helper.isAsleep.exchange(false, ordering: .sequentiallyConsistent) {
            helper.wake.signal()
        }
    }

    /// The life of one helper.
    func serve(as index: Int) {
        let helper = helpers[index]
        var seen = 0
        while true {
            seen = nextPosting(after: seen, for: helper)
            if isStopped.load(ordering: .acquiring) { return }
            if workOnPosting() { leave() }
        }
    }

    private func nextPosting(after seen: Int, for helper: Helper) -> Int {
        JobBoard.spin { postings.load(ordering: .acquiring) != seen }
        while true {
            let current = postings.load(ordering: .sequentiallyConsistent)
            if current != seen { return current }
            helper.isAsleep.store(true, ordering: .sequentiallyConsistent)
            let isStale = postings.load(ordering: .sequentiallyConsistent) != seen
            if isStale, helper.isAsleep.exchange(false, ordering: .sequentiallyConsistent) { continue }
            helper.wake.wait()
        }
    }

    /// Works on the posted job, if there is one.
    ///
    /// Not inlined, so that the job is released before `leave` lets the caller go on: a helper must never be the last
    /// owner of a job, whose closure may own the device and with it this pool.
    @inline(never)
    private func workOnPosting() -> Bool {
        let job = posting.withLock { posting in
            if posting.job != nil { posting.holders += 1 }
            return posting.job
        }
        job?.work()
        return job != nil
    }

    private func leave() {
        let isLast = posting.withLock { posting in
            posting.holders -= 1
            guard posting.holders == 0, posting.isCallerWaiting else { return false }
            posting.isCallerWaiting = false
            return true
        }
        if isLast {
            isFinished.store(true, ordering: .releasing)
            finish.signal()
        }
    }

    /// Spins until the condition holds or 100 microseconds have passed: longer than the serial work between two operations
    /// of a decoding step.
    ///
    /// Spinning, not yielding: a scheduler takes a yield for disinterest and lets a busy machine starve the thread.
    private static func spin(until condition: () -> Bool) {
        let end = ContinuousClock.now + .microseconds(100)
        while !condition(), ContinuousClock.now < end {
            for _ in 0..<16 { ssm_pause() }
        }
    }
}
