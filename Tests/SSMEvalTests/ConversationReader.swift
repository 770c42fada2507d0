import Foundation
import SSMContext
import SSMEval

/// Reads conversations and answers questions about them, by the sentences alone: it knows how facts are put into words,
/// and nothing of what was generated.
struct ConversationReader {
    /// A fact as a turn tells it.
    struct Told: Hashable {
        var type: FactType.ID
        var entity: String
        var value: String
        /// The value that it corrects; the type is then unknown.
        var old: String?
        var day: Int
    }

    /// What the turns tell, in order.
    private(set) var told: [Told] = []
    private var day = 0

    init(_ passages: [Passage]) {
        for passage in passages { read(passage.text) }
    }

    private mutating func read(_ text: String) {
        if text.hasPrefix("\nOn ") {
            day = Self.day(text) ?? day
        } else if text.hasPrefix("\nUser: ") || text.hasPrefix("\nAssistant: ") {
            let sentence = text.drop { $0 != ":" }.dropFirst(2)
            for match in Self.sentences(String(sentence)) { told.append(with(match)) }
        }
    }

    private func with(_ match: Told) -> Told {
        var told = match
        told.day = day
        return told
    }

    /// The day of the year of "\nOn Tuesday 30 May:".
    private static func day(_ text: String) -> Int? {
        let words = text.dropLast().split(separator: " ")
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "yyyy EEEE d MMMM"
        guard words.count == 4, let date = formatter.date(from: "2023 \(words[1]) \(words[2]) \(words[3])") else {
            return nil
        }
        return Int(date.timeIntervalSince1970 / 86_400)
    }

    /// All readings of a sentence.
    static func sentences(_ sentence: String) -> [Told] {
        var readings: [Told] = []
        for type in FactCatalog.types {
            for template in type.statements + type.updates {
                for places in TemplateMatcher.matches(template, sentence) {
                    guard let entity = places.entity, TemplateMatcher.isName(entity, of: type.subject) else { continue }
                    readings.append(Told(type: type.label, entity: entity, value: places.value, day: 0))
                }
            }
        }
        for template in FactCatalog.corrections {
            for places in TemplateMatcher.matches(template, sentence) {
                guard let entity = places.entity, let old = places.words["old"] else { continue }
                readings.append(Told(type: "", entity: entity, value: places.value, old: old, day: 0))
            }
        }
        return readings
    }

    /// The answers that the turns give to a question; none where they do not tell.
    func answers(to query: String) -> Set<String> {
        let question = query.replacingOccurrences(of: "\nQuestion: ", with: "")
        var answers: [String?] = []
        for type in FactCatalog.types {
            for template in type.questions where type.family != .met {
                for places in TemplateMatcher.matches(template, question) {
                    answers.append(answer(type, places))
                }
            }
            for template in type.spans {
                for places in TemplateMatcher.matches(template, question) {
                    answers.append(span(type, places.words["pair"] ?? ""))
                }
            }
        }
        return Set(answers.compactMap(\.self))
    }

    private func answer(_ type: FactType, _ places: TemplateMatcher.Places) -> String? {
        if type.family == .happened { return first(type, places) }
        guard let entity = places.entity ?? places.words["me"].flatMap(metPerson),
            TemplateMatcher.isName(entity, of: type.subject)
        else { return nil }
        let facts = told.filter { $0.entity == entity && ($0.type == type.label || $0.old != nil) }
        switch type.family {
        case .counted:
            let numbers = facts.compactMap { Int($0.value) }
            return numbers.isEmpty ? nil : String(numbers.reduce(0, +))
        case .listed: return facts.isEmpty ? nil : facts.map(\.value).joined(separator: ", ")
        default: return Self.last(facts)
        }
    }

    /// The value that holds after all changes.
    private static func last(_ facts: [Told]) -> String? {
        facts.reduce(nil) { value, fact in
            guard let old = fact.old else { return fact.value }
            return old == value ? fact.value : value
        }
    }

    /// Who "the person I met on my May trip to Lisbon" is.
    private func metPerson(_ phrase: String) -> String? {
        let meetings = FactCatalog.types.filter { $0.family == .met }
        for type in meetings {
            for template in type.questions {
                for places in TemplateMatcher.matches(template, phrase) {
                    let met = told.first { $0.type == type.label && $0.entity == places.entity }
                    if let met { return String(met.value.dropFirst(3)) }
                }
            }
        }
        return nil
    }

    private func first(_ type: FactType, _ places: TemplateMatcher.Places) -> String? {
        let options = Self.phrases(places.words["options"] ?? "", " or ")
        let order = told.filter { $0.type == type.label }.map(\.entity)
        let indices = options.compactMap { order.firstIndex(of: $0) }.sorted()
        guard indices.count == options.count, let rank = places.words["rank"],
            let index = rank == "first" ? indices.first : rank == "last" ? indices.last : nil
        else { return nil }
        return order[index]
    }

    private func span(_ type: FactType, _ pair: String) -> String? {
        let days = Self.phrases(pair, " and ").compactMap { entity in
            told.first { $0.type == type.label && $0.entity == entity }?.day
        }
        return days.count == 2 ? String(abs(days[0] - days[1])) : nil
    }

    private static func phrases(_ list: String, _ word: String) -> [String] {
        list.replacingOccurrences(of: word, with: ", ").components(separatedBy: ", ").map { String($0.dropFirst(3)) }
    }
}

extension FactType {
    /// What tells types apart.
    typealias ID = String
}
