extension ConversationsTask {
    /// Texts that have every token of facts, notes and questions.
    static func texts(_ lexicon: ConversationLexicon) -> [String] {
        let words = lexicon.everyWord.map { " " + $0 }
        let calendar = (0..<12).map { ConversationPiece.session(at: 31 * $0 * ConversationClock.minutesPerDay).text }
        let days = ConversationClock.weekdays.map { " " + $0 } + WordList.months.words.map { " " + $0 }
        let replies = FactCatalog.replies.map { ConversationPiece.turn(.assistant, $0).text }
        let facts = lexicon.types.flatMap { texts(of: $0, lexicon) }
        let notes = ["1234567890,", " \(unknown).", " now, not", "correction for correction for"]
        return calendar + days + replies + facts + corrections(lexicon) + notes + words
    }

    /// Statements, questions and notes of a type, about one entity.
    private static func texts(of type: FactType, _ lexicon: ConversationLexicon) -> [String] {
        let entity = Entity(
            kind: type.subject, first: lexicon.words(type.subject.first)[0],
            second: lexicon.words(type.subject.second)[0])
        let value = lexicon.values(type).first ?? entity.phrase
        let other = ["rank": "first or last", "options": "my, or \(entity.phrase)", "pair": "my and \(entity.phrase)"]
        func text(_ template: SentenceTemplate) -> String {
            ConversationPhrasing.sentence(template, about: entity.phrase, value: value, other: other)
        }
        let told = (type.statements + type.updates + [type.ask]).map {
            ConversationPiece.turn(type.family == .advised ? .assistant : .user, text($0)).text
        }
        let asked = (type.questions + type.spans).map { "\nQuestion: \(text($0))\nAnswer:" }
        let note = "\(type.label) \(entity.name): \(value)."
        return told + asked + [note, " \(note)", " a an"]
    }

    private static func corrections(_ lexicon: ConversationLexicon) -> [String] {
        FactCatalog.corrections.map {
            ConversationPiece.turn(.user, ConversationPhrasing.sentence($0, about: "my", other: ["old": ""])).text
        }
    }
}
