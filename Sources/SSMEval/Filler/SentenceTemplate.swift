/// A sentence with places for words in braces, such as `{noun}`; whoever fills it knows their names.
package struct SentenceTemplate: Sendable {
    /// A part of a sentence.
    package enum Part: Sendable, Hashable {
        /// Words as they are.
        case text(String)
        /// A place for words, by its name.
        case slot(String)
    }

    /// The parts, in order; some texts may be empty.
    package let parts: [Part]

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
