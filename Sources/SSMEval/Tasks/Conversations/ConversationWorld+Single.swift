import SSMTensor

/// Facts of one value: told in one session, or changed in later ones.
extension ConversationWorld {
    /// A fact of one session, which may be told twice in it.
    mutating func single(
        _ kind: QuestionType, _ family: FactFamily, _ given: FactType?, _ near: Entity?, _ isAbsent: Bool
    ) -> FactThread? {
        let type = given ?? pick(family)
        guard let entity = newEntity(for: type, near: near), let value = newValues(1, of: type, for: entity)?[0]
        else { return nil }
        let statements = statements(of: type, count: generator.uniform() < configuration.repeats ? 2 : 1)
        let pieces = statements.enumerated().map { index, statement in
            FactPiece(
                ask: family == .advised ? ConversationPhrasing.sentence(type.ask, about: entity.phrase) : "",
                statement: ConversationPhrasing.sentence(statement, about: entity.phrase, value: value),
                reply: family == .advised ? "" : reply(), note: note(type, entity, value),
                isSameSession: index > 0)
        }
        return FactThread(
            kind: kind, type: type, entity: entity, pieces: isAbsent ? [] : pieces,
            question: question(type, entity.phrase), answer: answer(value, isAbsent: isAbsent),
            chance: chance(1 / Double(lexicon.values(type).count), isAbsent))
    }

    /// A fact that changes once or twice, in sessions of their own; the last value holds.
    mutating func changed(_ type: FactType, _ near: Entity?, _ isAbsent: Bool) -> FactThread? {
        let count = 2 + generator.below(2)
        guard let entity = newEntity(for: type, near: near), let values = newValues(count, of: type, for: entity)
        else { return nil }
        var pieces = [
            FactPiece(
                statement: ConversationPhrasing.sentence(
                    phrasing.pick(type.statements, from: &generator), about: entity.phrase, value: values[0]),
                reply: reply(), note: note(type, entity, values[0]))
        ]
        for (old, new) in zip(values, values.dropFirst()) {
            pieces.append(change(of: type, entity, from: old, to: new))
        }
        return FactThread(
            kind: .knowledgeUpdate, type: type, entity: entity, pieces: isAbsent ? [] : pieces,
            question: question(type, entity.phrase), answer: answer(values[count - 1], isAbsent: isAbsent),
            chance: chance(1 / Double(lexicon.values(type).count), isAbsent))
    }

    private mutating func change(
        of type: FactType, _ entity: Entity, from old: String, to new: String
    ) -> FactPiece {
        let isCorrection = generator.uniform() < configuration.corrections
        let template = phrasing.pick(isCorrection ? FactCatalog.corrections : type.updates, from: &generator)
        return FactPiece(
            statement: ConversationPhrasing.sentence(
                template, about: entity.phrase, value: new, other: ["old": old]),
            reply: reply(),
            note: isCorrection
                ? "correction for \(entity.name): \(new), not \(old)." : "\(type.label) \(entity.name): now \(new).")
    }

    /// Different ways to tell a fact, as far as the settings allow.
    private mutating func statements(of type: FactType, count: Int) -> [SentenceTemplate] {
        let ways = Array(type.statements.prefix(phrasing.ways))
        let order = generator.shuffled(ways)
        return (0..<count).map { order[$0 % order.count] }
    }

    /// The canonical note of a value.
    func note(_ type: FactType, _ entity: Entity, _ value: String) -> String {
        "\(type.label) \(entity.name): \(value)."
    }

    /// The question for a fact, in one of its ways.
    mutating func question(_ type: FactType, _ phrase: String) -> String {
        ConversationPhrasing.sentence(phrasing.pick(type.questions, from: &generator), about: phrase)
    }

    /// What the assistant says after it was told something; nothing where the settings' share says so.
    mutating func reply() -> String {
        guard generator.uniform() < configuration.replies else { return "" }
        return FactCatalog.replies[generator.below(FactCatalog.replies.count)]
    }

    /// The answer of a value, or that of a question which cannot be answered.
    func answer(_ value: String, isAbsent: Bool) -> FactThread.Answer {
        .known([isAbsent ? ConversationsTask.unknown : value])
    }

    /// The chance of a guess: who guesses says as often that it is unknown as it is.
    func chance(_ chance: Double, _ isAbsent: Bool) -> Double {
        isAbsent ? configuration.abstention : chance
    }
}
