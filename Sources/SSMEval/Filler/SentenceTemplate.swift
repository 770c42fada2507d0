/// A sentence with places for words: `{noun}`, `{verb}`, `{adjective}`, `{place}`, `{number}`, or a list of the task.
struct SentenceTemplate: Sendable {
    /// A part of a sentence.
    enum Part: Sendable, Hashable {
        case text(String)
        case slot(String)
    }

    let parts: [Part]

    init(_ pattern: String) {
        var parts: [Part] = []
        for (index, piece) in pattern.split(separator: "{", omittingEmptySubsequences: false).enumerated() {
            guard index > 0, let end = piece.firstIndex(of: "}") else {
                parts.append(.text(String(piece)))
                continue
            }
            parts.append(.slot(String(piece[..<end])))
            parts.append(.text(String(piece[piece.index(after: end)...])))
        }
        self.parts = parts
    }

    /// The names of the places, in order.
    var slots: [String] {
        parts.compactMap { part in
            if case .slot(let name) = part { name } else { nil }
        }
    }

    /// The sentence with a word for each place.
    func filled(_ word: (String) -> String) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .slot(let name): word(name)
            }
        }.joined()
    }
}
