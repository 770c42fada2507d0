import Synchronization

/// A teacher whose answers are kept, so that none is bought twice.
///
/// An answer is in the cache before a caller has it. Callers that want the same answer at the same time wait for one
/// purchase. A task that is cancelled ends after the attempt that is under way, whose answer is kept.
public final class CachedTeacher: Teacher {
    private let cache: AnswerCache
    private let teacher: (any Teacher)?
    private let state = Mutex(State())

    private struct State {
        var purchases: [RequestKey: Purchase] = [:]
        var tally = PurchaseTally()
    }

    /// A purchase that is under way.
    private struct Purchase {
        let task: Task<Result<TeacherAnswer, TeacherError>, Never>
        /// Callers that wait for it and are not cancelled.
        var waiting = 1
    }

    /// A teacher and the cache of its answers.
    ///
    /// - Parameters:
    ///   - cache: The answers so far.
    ///   - teacher: Whom to ask for others; nil to use the answers of the cache only.
    public init(_ cache: AnswerCache, buyingFrom teacher: (any Teacher)?) {
        self.cache = cache
        self.teacher = teacher
    }

    /// What was answered so far.
    public var tally: PurchaseTally {
        state.withLock { $0.tally }
    }

    public func answer(_ request: TeacherRequest) async throws(TeacherError) -> TeacherAnswer {
        let key = request.key
        while true {
            let purchase: Task<Result<TeacherAnswer, TeacherError>, Never>
            switch try joined(request, key) {
            case .kept(let answer): return answer
            case .underWay(let task): purchase = task
            }
            let outcome = await withTaskCancellationHandler {
                await purchase.value
            } onCancel: {
                leave(key, purchase)
            }
            // Who comes when all others have left finds a purchase that was given up, and makes another.
            if outcome == .failure(.cancelled) && !Task.isCancelled { continue }
            return try outcome.get()
        }
    }

    private enum Join {
        case kept(TeacherAnswer)
        case underWay(Task<Result<TeacherAnswer, TeacherError>, Never>)
    }

    /// The answer, where it is kept, or the purchase that brings it, which begins here unless it is under way.
    private func joined(_ request: TeacherRequest, _ key: RequestKey) throws(TeacherError) -> Join {
        // In one step, so that between the look and the purchase nobody else buys.
        try state.withLock { state throws(TeacherError) in
            if let task = state.purchases[key]?.task {
                state.purchases[key]?.waiting += 1
                return .underWay(task)
            }
            if let answer = try cache.answer(to: request) {
                state.tally.reused += 1
                return .kept(answer)
            }
            guard let teacher else {
                throw .notCached(
                    entry: key, model: request.model, question: Self.beginning(of: request),
                    cache: cache.url.relativePath)
            }
            if Task.isCancelled { throw .cancelled }
            try cache.checkWritable()
            let task = Task { await self.bought(request, key, from: teacher) }
            state.purchases[key] = Purchase(task: task)
            return .underWay(task)
        }
    }

    private func bought(
        _ request: TeacherRequest, _ key: RequestKey, from teacher: any Teacher
    ) async -> Result<TeacherAnswer, TeacherError> {
        let outcome: Result<TeacherAnswer, TeacherError>
        do throws(TeacherError) {
            outcome = .success(
                try await teacher.answer(request) { answer throws(TeacherError) in try keep(answer, to: request) })
        } catch {
            outcome = .failure(error)
        }
        state.withLock { state in
            state.purchases[key] = nil
            switch outcome {
            case .success(let answer):
                state.tally.bought += 1
                if let usage = answer.usage { state.tally.tokens += usage }
            case .failure: break
            }
        }
        return outcome
    }

    /// Keeps an answer; when that fails, nobody who waits for a turn buys another, which could not be kept either.
    private func keep(_ answer: TeacherAnswer, to request: TeacherRequest) throws(TeacherError) {
        do {
            try cache.keep(answer, to: request)
        } catch {
            state.withLock { state in
                for purchase in state.purchases.values { purchase.task.cancel() }
            }
            throw error
        }
    }

    /// Gives up a purchase that nobody waits for any more.
    private func leave(_ key: RequestKey, _ task: Task<Result<TeacherAnswer, TeacherError>, Never>) {
        state.withLock { state in
            guard var purchase = state.purchases[key], purchase.task == task else { return }
            purchase.waiting -= 1
            state.purchases[key] = purchase
            if purchase.waiting == 0 { task.cancel() }
        }
    }

    /// The last lines of what is asked, by which a person knows the request.
    private static func beginning(of request: TeacherRequest) -> String {
        let words = (request.messages.last?.text ?? "").split(whereSeparator: \.isWhitespace).suffix(20)
        return words.joined(separator: " ")
    }
}
