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
    /// - Parameter questions: how many of the world's threads are asked for: the first ones.
    func conversation(of world: inout ConversationWorld, questions: Int) throws(TaskError) -> Conversation {
        let needed = world.threads.prefix(questions).reduce(0) { $0 + $1.pieces.count }
        var plan = ConversationPlan(configuration, askedPieces: needed, depth: depth, key: identity.key)
        try fill(&plan, from: &world, questions: questions)
        let items = items(of: plan, threads: world.threads, questions: questions)
        let key = identity.key.folding("filler")
        let pieces = try NestedContext(items: items, ruler: ruler, key: key) { number in
            filler.turns(key: key.folding("paragraph").folding(number))
        }.pieces(length: length)
        let threads = world.threads.prefix(questions)
        let asked = threads.indices.map { question($0, threads[$0], in: pieces, plan: plan) }
        return Conversation(
            pieces: pieces, questions: asked, kinds: threads.map(\.kind), isAbsent: threads.map(\.isAbsent),
            maximumAnswerTokens: try ruler.mostTokens(of: asked))
    }

    /// Plans the asked threads, and as many others as the length has facts and room for.
    private func fill(
        _ plan: inout ConversationPlan, from world: inout ConversationWorld, questions: Int
    ) throws(TaskError) {
        var pieces = configuration.pieces(at: length)
        var room = length - (try ruler.count(ConversationPiece.session(at: 0).text))
        var number = 0
        while true {
            guard world.grow(to: number) else {
                throw .exhausted(task: ruler.task, length: length, what: "facts", key: "kinds or choices")
            }
            let thread = world.threads[number]
            let isAsked = number < questions
            pieces -= thread.pieces.count
            guard isAsked || pieces >= 0 else { return }
            for session in plan.add(thread, number: number, isAsked: isAsked) {
                room -= try ruler.count(ConversationPiece.session(at: plan.sessions[session].minute).text)
            }
            for piece in thread.pieces {
                for turn in turns(of: piece, day: 0, question: nil) { room -= try ruler.count(turn.text) }
            }
            guard isAsked || room >= 0 else { return plan.removeLast(number) }
            number += 1
        }
    }

    /// The beginning of the conversation, and everything that the sessions tell.
    private func items(
        of plan: ConversationPlan, threads: [FactThread], questions: Int
    ) -> [NestedContext<ConversationPiece>.Item] {
        let opening = NestedContext.Item(place: 0, piece: ConversationPiece.session(at: 0))
        let told = plan.sessions.filter { !$0.told.isEmpty }.flatMap { session in
            let dated = session.told.filter { $0.thread < questions && threads[$0.thread].pieces[$0.piece].isDated }
            let line = ConversationPiece.session(
                at: session.minute, evidenceFor: Set(dated.map(\.thread)).sorted())
            let spoken = session.told.flatMap { thread, piece in
                turns(
                    of: threads[thread].pieces[piece], day: session.minute,
                    question: thread < questions ? thread : nil)
            }
            return ([line] + spoken).map { NestedContext.Item(place: session.place, piece: $0) }
        }
        return [opening] + told
    }

    /// The turns in which a piece is told.
    private func turns(of piece: FactPiece, day minute: Int, question: Int?) -> [ConversationPiece] {
        let note = piece.isDated ? "\(ConversationClock.day(of: minute)): \(piece.note)" : piece.note
        let isAdvice = !piece.ask.isEmpty
        var turns: [ConversationPiece] = isAdvice ? [.turn(.user, piece.ask)] : []
        turns.append(
            .turn(
                isAdvice ? .assistant : .user, piece.statement, evidenceFor: question.map { [$0] } ?? [],
                notes: question == nil ? [] : [note]))
        if !piece.reply.isEmpty { turns.append(.turn(.assistant, piece.reply)) }
        return turns
    }

    private func question(
        _ number: Int, _ thread: FactThread, in pieces: [ConversationPiece], plan: ConversationPlan
    ) -> Question {
        let answers =
            switch thread.answer {
            case .known(let answers): answers
            case .days: [String(Self.days(of: plan.sessions(of: number)))]
            }
        let notes = pieces.indices.filter { pieces[$0].evidenceFor.contains(number) }.flatMap { index in
            pieces[index].notes.map { EvidenceNote(passage: index, text: $0) }
        }
        return Question(
            query: "\nQuestion: \(thread.question)", cue: "\nAnswer:", answers: answers, target: " \(answers[0]).",
            kind: thread.kind.rawValue, chance: thread.chance, notes: notes)
    }

    /// The days from the first to the last session.
    private static func days(of sessions: [ConversationPlan.Session]) -> Int {
        let days = sessions.map { $0.minute / ConversationClock.minutesPerDay }
        return (days.max() ?? 0) - (days.min() ?? 0)
    }
}
