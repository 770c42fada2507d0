import SSMEval

/// Answers questions from notes, by rules of its own.
enum NoteReader {
    /// The answer; nil where the notes do not tell.
    static func answer(_ query: String, _ notes: [String]) -> String? {
        let bodies = notes.map { String($0.dropLast()) }
        if query.contains("How many days") {
            let days = bodies.compactMap { day($0) }
            return days.count == 2 ? String(abs(days[0] - days[1])) : nil
        }
        let words = query.split { !$0.isLetter }
        if words.contains("first") || words.contains("last") {
            let days = bodies.compactMap { body in day(body).map { (day: $0, name: body) } }
                .sorted { $0.day < $1.day }
            let chosen = words.contains("first") ? days.first : days.last
            // "30 May: visit to cousin Anna": the question offers the names.
            let offered = query.components(between: "my ", until: [",", " or ", "?"])
            return chosen.flatMap { chosen in offered.first { chosen.name.hasSuffix($0) } }
        }
        let values = bodies.map { $0.drop { $0 != ":" }.dropFirst(2) }.map(String.init)
        if query.contains("How many ") { return String(values.compactMap { Int($0) }.reduce(0, +)) }
        let isList = FactCatalog.types.contains { type in
            type.family == .listed && bodies.allSatisfy { $0.hasPrefix(type.label + " ") }
        }
        if isList { return values.joined(separator: ", ") }
        let facts = zip(bodies, values).filter { !$0.0.hasPrefix("person met on ") }.map(\.1)
        return facts.last.map { value in
            let first = value.hasPrefix("now ") ? value.dropFirst(4) : value.prefix { $0 != "," }
            return String(first)
        }
    }

    /// The day of the year, as far as notes of one year can be compared, of "30 May: …".
    private static func day(_ note: String) -> Int? {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        let words = note.prefix { $0 != ":" }.split(separator: " ")
        guard words.count == 2, let day = Int(words[0]), let month = months.firstIndex(of: String(words[1])) else {
            return nil
        }
        return lengths[..<month].reduce(day, +)
    }
}

extension String {
    /// The texts after each of a mark, until the next of some ends.
    fileprivate func components(between mark: String, until ends: [String]) -> [String] {
        ranges(of: mark).map { range in
            let rest = self[range.upperBound...]
            let end = ends.compactMap { rest.firstRange(of: $0)?.lowerBound }.min() ?? rest.endIndex
            return String(rest[..<end])
        }
    }
}
