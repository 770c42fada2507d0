import SSMTensor

/// Which sessions there are, when, and what is told in each.
///
/// A thread's pieces are told in different sessions, in order. The asked threads have sessions of their own, at most as
/// many as they need, whose days are the same at all depths; the others fill blocks of sessions that lie anywhere.
struct ConversationPlan {
    /// A session, and what is told in it: thread and piece by their indices, in order.
    struct Session {
        let place: Double
        let minute: Int
        var told: [(thread: Int, piece: Int)] = []
    }

    /// A thread has at most so many sessions, and blocks have so many.
    private static let blockSize = ConversationsConfiguration.mostPieces

    private let configuration: ConversationsConfiguration
    private let key: RandomKey
    private let clock: ConversationClock
    private var generator: RandomGenerator
    /// The sessions that asked threads may use: the first ones.
    private let asked: Range<Int>
    /// The block that is being filled.
    private var block: Range<Int>

    /// The sessions, those of the asked threads first; some may be empty.
    private(set) var sessions: [Session]

    /// A plan for as many asked pieces, within the window of a depth.
    init(_ configuration: ConversationsConfiguration, askedPieces: Int, depth: Double?, key: RandomKey) {
        self.configuration = configuration
        self.key = key
        generator = key.folding("sessions").generator
        let needed = (askedPieces + configuration.factsPerSession - 1) / configuration.factsPerSession
        let count = max(Self.blockSize, needed)
        let window = DepthWindow.shares(of: depth)
        let shares = (0..<count).map { index in
            // Never close to the next one, so that days differ.
            (Double(index) + 0.25 + 0.5 * key.folding("day").folding(index).uniform) / Double(count)
        }
        sessions = shares.map { share in
            Session(
                place: window.lowerBound + share * (window.upperBound - window.lowerBound),
                minute: Int(share * Double(ConversationClock.minutes)))
        }
        clock = ConversationClock(sessions.map { ($0.place, $0.minute) })
        asked = 0..<count
        block = count..<count
    }

    /// Places the pieces of a thread, and returns the sessions that had none before.
    mutating func add(_ thread: FactThread, number: Int, isAsked: Bool) -> [Int] {
        if !isAsked { openBlock() }
        let candidates = generator.shuffled(Array(isAsked ? asked : block))
        let free = candidates.indices.sorted {
            (sessions[candidates[$0]].told.count, $0) < (sessions[candidates[$1]].told.count, $1)
        }
        let chosen = free.prefix(thread.sessions).map { candidates[$0] }
            .sorted { sessions[$0].place < sessions[$1].place }
        let opened = chosen.filter { sessions[$0].told.isEmpty }
        var next = chosen.makeIterator()
        var session = 0
        for (index, piece) in thread.pieces.enumerated() {
            if !piece.isSameSession { session = next.next() ?? session }
            sessions[session].told.append((number, index))
        }
        return opened
    }

    /// Takes back the thread that was added last, which nobody asks for.
    mutating func removeLast(_ thread: Int) {
        for index in block { sessions[index].told.removeAll { $0.thread == thread } }
    }

    /// The session of each piece of a thread.
    func sessions(of thread: Int) -> [Session] {
        let found = sessions.flatMap { session in
            session.told.filter { $0.thread == thread }.map { ($0.piece, session) }
        }
        return found.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// Begins a new block when the present one is full.
    private mutating func openBlock() {
        let told = block.reduce(0) { $0 + sessions[$1].told.count }
        guard told >= block.count * configuration.factsPerSession else { return }
        block = sessions.count..<sessions.count + Self.blockSize
        for index in block {
            let place = key.folding("place").folding(index).uniform
            sessions.append(Session(place: place, minute: clock.minute(at: place)))
        }
    }
}
