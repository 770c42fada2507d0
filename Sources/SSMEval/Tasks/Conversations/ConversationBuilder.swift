import SSMContext
import SSMTensor

/// Makes the conversation of one sample.
struct ConversationBuilder {
    let configuration: ConversationsConfiguration
    let filler: ConversationFiller
    let ruler: TextRuler
    let identity: SampleIdentity
    let length: Int
    let depth: Double?

    /// The conversation of a world.
    ///
    /// - Parameter order: the thread that each question asks for; together they are the first ones.
    func conversation(of world: inout ConversationWorld, asking order: [Int]) throws(TaskError) -> Conversation {
        let plan = try filledPlan(for: &world, asking: order)
        let items = items(of: plan, threads: world.threads, asking: order)
        let key = identity.key.folding("filler")
        let pieces = try NestedContext(items: items, ruler: ruler, key: key) { number in
            filler.turns(key: key.folding("paragraph").folding(number))
        }.pieces(length: length)
        let threads = order.map { world.threads[$0] }
        let asked = order.indices.map { question($0, threads[$0], told: plan.sessions(of: order[$0]), in: pieces) }
        return Conversation(
            pieces: pieces, questions: asked, kinds: threads.map(\.kind), isAbsent: threads.map(\.isAbsent),
            maximumAnswerTokens: try ruler.mostTokens(of: asked))
    }

    /// How many of the first threads can be told in the length; at least one.
    ///
    /// - Parameter most: the most that it may be.
    func fitting(_ most: Int, of world: ConversationWorld) throws(TaskError) -> Int {
        var (least, most) = (1, most)
        while least < most {
            let middle = (least + most + 1) / 2
            let fits = try tokens(toTell: plan(asking: middle, of: world), of: world) <= length
            if fits { least = middle } else { most = middle - 1 }
        }
        return least
    }

    /// A plan of the first threads alone.
    private func plan(asking count: Int, of world: ConversationWorld) -> ConversationPlan {
        let threads = world.threads.prefix(count)
        let pieces = threads.reduce(0) { $0 + $1.pieces.count }
        var plan = ConversationPlan(configuration, askedPieces: pieces, depth: depth, key: identity.key)
        for (number, thread) in threads.enumerated() { _ = plan.add(thread, number: number, isAsked: true) }
        return plan
    }

    private func tokens(
        toTell plan: ConversationPlan, of world: ConversationWorld
    ) throws(TaskError) -> Int {
        var tokens = 0
        for item in items(of: plan, threads: world.threads, asking: []) { tokens += try ruler.count(item.piece.text) }
        return tokens
    }

    /// Plans the asked threads, and as many others as the length has facts and room for.
    private func filledPlan(
        for world: inout ConversationWorld, asking order: [Int]
    ) throws(TaskError) -> ConversationPlan {
        var number = Set(order).count
        var plan = plan(asking: number, of: world)
        var room = length - (try tokens(toTell: plan, of: world))
        var pieces = configuration.pieces(at: length)
        pieces -= world.threads.prefix(number).reduce(0) { $0 + $1.pieces.count }
        while true {
            guard world.grow(to: number) else {
                throw .exhausted(task: ruler.task, length: length, what: "facts", key: "kinds or choices")
            }
            let thread = world.threads[number]
            pieces -= thread.pieces.count
            guard pieces >= 0 else { return plan }
            for session in plan.add(thread, number: number, isAsked: false) {
                room -= try ruler.count(ConversationPiece.session(at: plan.sessions[session].minute).text)
            }
            for piece in thread.pieces {
                for turn in turns(of: piece, day: 0, askedBy: []) { room -= try ruler.count(turn.text) }
            }
            guard room >= 0 else {
                plan.removeLast(number)
                return plan
            }
            number += 1
        }
    }

    /// The beginning of the conversation, and everything that the sessions tell.
    private func items(
        of plan: ConversationPlan, threads: [FactThread], asking order: [Int]
    ) -> [NestedContext<ConversationPiece>.Item] {
        let asking = Dictionary(grouping: order.indices) { order[$0] }
        let opening = NestedContext.Item(place: 0, piece: ConversationPiece.session(at: 0))
        let told = plan.sessions.filter { !$0.told.isEmpty }.flatMap { session in
            let dated = session.told.filter { threads[$0.thread].pieces[$0.piece].isDated }
            let line = ConversationPiece.session(
                at: session.minute, evidenceFor: Set(dated.flatMap { asking[$0.thread, default: []] }).sorted())
            let spoken = session.told.flatMap { thread, piece in
                turns(
                    of: threads[thread].pieces[piece], day: session.minute, askedBy: asking[thread, default: []])
            }
            return ([line] + spoken).map { NestedContext.Item(place: session.place, piece: $0) }
        }
        return [opening] + told
    }

    /// The turns in which a piece is told.
    private func turns(of piece: FactPiece, day minute: Int, askedBy questions: [Int]) -> [ConversationPiece] {
        let note = piece.isDated ? "\(ConversationClock.day(of: minute)): \(piece.note)" : piece.note
        let isAdvice = !piece.ask.isEmpty
        var turns: [ConversationPiece] = isAdvice ? [.turn(.user, piece.ask)] : []
        turns.append(
            .turn(
                isAdvice ? .assistant : .user, piece.statement, evidenceFor: questions,
                notes: questions.isEmpty ? [] : [note]))
        if !piece.reply.isEmpty { turns.append(.turn(.assistant, piece.reply)) }
        return turns
    }

    private func question(
        _ number: Int, _ thread: FactThread, told sessions: [ConversationPlan.Session], in pieces: [ConversationPiece]
    ) -> Question {
        let answers =
            switch thread.answer {
            case .known(let answers): answers
            case .days: [String(Self.days(of: sessions))]
            }
        let notes = pieces.indices.filter { pieces[$0].evidenceFor.contains(number) }.flatMap { index in
            pieces[index].notes.map { EvidenceNote(passage: index, text: $0) }
        }
        return Question(
            query: "\nQuestion: \(thread.question)", cue: "\nAnswer:", answers: answers, target: " \(answers[0]).",
            kind: thread.kind.rawValue, chance: thread.chance, notes: notes
        )
    }

    /// The days from the first to the last session.
    private static func days(of sessions: [ConversationPlan.Session]) -> Int {
        let days = sessions.map { $0.minute / ConversationClock.minutesPerDay }
        return (days.max() ?? 0) - (days.min() ?? 0)
    }
}
