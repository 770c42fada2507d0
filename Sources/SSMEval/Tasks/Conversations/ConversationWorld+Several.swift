import SSMTensor

/// Questions whose evidence is in two or three sessions.
extension ConversationWorld {
    /// Numbers that add up.
    mutating func summed(_ type: FactType, _ near: Entity?, _ isAbsent: Bool) -> FactThread? {
        guard let entity = newEntity(for: type, near: near) else { return nil }
        let numbers = (0..<2 + generator.below(2)).map { _ in 2 + generator.below(8) }
        let pieces = numbers.map { piece(type, entity, value: String($0), note: "\($0)") }
        return FactThread(
            kind: .multiSession, type: type, entity: entity, pieces: isAbsent ? [] : pieces,
            question: question(type, entity.phrase),
            answer: answer(String(numbers.reduce(0, +)), isAbsent: isAbsent),
            // The most frequent sum of two or three numbers of 2...9 comes once in twelve times.
            chance: chance(1.0 / 12, isAbsent))
    }

    /// Values that all hold; every order of them is an answer.
    mutating func listed(_ type: FactType, _ near: Entity?, _ isAbsent: Bool) -> FactThread? {
        let count = 2 + generator.below(2)
        guard let entity = newEntity(for: type, near: near), let values = newValues(count, of: type, for: entity)
        else { return nil }
        let pieces = values.map { piece(type, entity, value: $0, note: $0) }
        let orders = Self.orders(of: values).map { $0.joined(separator: ", ") }
        let all = Double(lexicon.values(type).count)
        return FactThread(
            kind: .multiSession, type: type, entity: entity, pieces: isAbsent ? [] : pieces,
            question: question(type, entity.phrase),
            answer: isAbsent ? answer("", isAbsent: true) : .known(orders),
            // Who guesses says two values, which is the right number half of the time.
            chance: chance(1 / (all * (all - 1)), isAbsent))
    }

    /// Somebody is named by a meeting: one session tells who it was, another one tells a fact about that person.
    mutating func joined(_ type: FactType, _ near: Entity?, _ isAbsent: Bool) -> FactThread? {
        let told = lexicon.types(.told).filter { $0.subject == .person }
        let asked = told[generator.below(told.count)]
        guard let journey = newEntity(for: type, near: near), let person = newEntity(for: asked),
            let value = newValues(1, of: asked, for: person)?[0]
        else { return nil }
        let meeting = piece(type, journey, value: person.phrase, note: person.name)
        let fact = piece(asked, person, value: value, note: value)
        let phrase = ConversationPhrasing.sentence(
            phrasing.pick(type.questions, from: &generator), about: journey.phrase)
        return FactThread(
            kind: .multiSession, type: type, entity: journey,
            pieces: isAbsent ? [] : generator.shuffled([meeting, fact]), question: question(asked, phrase),
            answer: answer(value, isAbsent: isAbsent),
            chance: chance(1 / Double(lexicon.values(asked).count), isAbsent))
    }

    /// Which of two or three events came first, or last.
    mutating func ordered(_ type: FactType, _ near: Entity?, _ isAbsent: Bool) -> FactThread? {
        guard let entities = newEntities(2 + generator.below(2), for: type, near: near) else { return nil }
        let isFirst = generator.below(2) == 0
        let options = generator.shuffled(entities).map(\.phrase)
        let question = ConversationPhrasing.sentence(
            phrasing.pick(type.questions, from: &generator), about: "",
            other: [
                "rank": isFirst ? "first" : "last", "options": ConversationPhrasing.list(options, joinedBy: "or"),
            ])
        let entity = entities[isFirst ? 0 : entities.count - 1]
        return FactThread(
            kind: .temporalReasoning, type: type, entity: entities[0], pieces: isAbsent ? [] : events(type, entities),
            question: question,
            answer: isAbsent
                ? answer("", isAbsent: true) : .known([entity.second, entity.name, entity.phrase]),
            chance: chance(1 / Double(entities.count), isAbsent))
    }

    /// How many days lie between two events.
    mutating func spanned(_ type: FactType, _ near: Entity?, _ isAbsent: Bool) -> FactThread? {
        guard let entities = newEntities(2, for: type, near: near) else { return nil }
        let pair = ConversationPhrasing.list(generator.shuffled(entities).map(\.phrase), joinedBy: "and")
        return FactThread(
            kind: .temporalReasoning, type: type, entity: entities[0], pieces: isAbsent ? [] : events(type, entities),
            question: ConversationPhrasing.sentence(
                phrasing.pick(type.spans, from: &generator), about: "", other: ["pair": pair]),
            answer: isAbsent ? answer("", isAbsent: true) : .days, chance: chance(1.0 / 365, isAbsent))
    }

    private mutating func events(_ type: FactType, _ entities: [Entity]) -> [FactPiece] {
        entities.map { entity in
            var piece = piece(type, entity, value: "", note: "")
            piece.isDated = true
            return piece
        }
    }

    /// Different entities that an answer can tell apart by their second words.
    private mutating func newEntities(_ count: Int, for type: FactType, near: Entity?) -> [Entity]? {
        var chosen: [Entity] = []
        for _ in 0..<100 {
            if chosen.count == count { return chosen }
            guard let entity = newEntity(for: type, near: near) else { return nil }
            if !chosen.contains(where: { $0.second == entity.second }) { chosen.append(entity) }
        }
        return nil
    }

    private mutating func piece(
        _ type: FactType, _ entity: Entity, value: String, note: String
    ) -> FactPiece {
        FactPiece(
            statement: ConversationPhrasing.sentence(
                phrasing.pick(type.statements, from: &generator), about: entity.phrase, value: value),
            reply: reply(),
            note: note.isEmpty ? "\(type.label) \(entity.name)." : self.note(type, entity, note))
    }

    /// All orders of two or three values, their own first.
    private static func orders(of values: [String]) -> [[String]] {
        guard values.count > 1 else { return [values] }
        return values.indices.flatMap { first in
            var rest = values
            let value = rest.remove(at: first)
            return orders(of: rest).map { [value] + $0 }
        }
    }
}
