/// The background that a prompt of a collection of instructions gives before or after its question.
///
/// - Source: the paper on Recall with Reasoning trains on OpenOrca's examples "with background context" and gives no rule.
///   These rules are ours, and meant to be precise rather than complete.
package struct BackgroundContext: Sendable, Hashable {
    /// A reason to believe that a prompt has background; the raw values are what messages call them.
    package enum Rule: String, Sendable, Hashable, CaseIterable {
        /// The row comes from a collection of tasks on texts, by its id.
        case origin
        /// The prompt has at least 150 words.
        case length
        /// A line announces a text, such as "Article:", or a phrase speaks of one.
        case marker
        /// The prompt parts into a question and a context that has most of the words.
        case parts
        /// The context says what the response says.
        case extractive
    }

    private static let leastWords = 150
    private static let leastContextShare = 0.7
    private static let leastOverlap = 0.6

    /// The text.
    package let context: String

    /// What is asked about it.
    package let query: String

    /// Whether the question stands before the text.
    package let isQueryFirst: Bool

    /// The rules that a row keeps, and its background if they are enough: `length`, `parts`, and two of the others.
    package static func find(
        in prompt: String, response: String, id: String
    ) -> (background: BackgroundContext?, rules: Set<Rule>) {
        var rules: Set<Rule> = []
        if ["flan.", "t0.", "niv."].contains(where: id.hasPrefix) { rules.insert(.origin) }
        if words(prompt).count >= leastWords { rules.insert(.length) }
        if hasMarker(prompt) { rules.insert(.marker) }
        let parts = parts(of: prompt)
        if let parts {
            rules.insert(.parts)
            if isExtractive(response, from: parts.context) { rules.insert(.extractive) }
        }
        let others = rules.subtracting([.length, .parts]).count
        let isEnough = rules.isSuperset(of: [.length, .parts]) && others >= 2
        return (isEnough ? parts : nil, rules)
    }

    private static func words(_ text: String) -> [Substring] {
        text.split(whereSeparator: \.isWhitespace)
    }

    private static func hasMarker(_ prompt: String) -> Bool {
        let names = /(?:^|\n|:)\s*(?:article|passage|context|paragraph|document|text|story|background|input)\s*:/
            .ignoresCase()
        let phrases = /(?:read|given) the following|based on the (?:passage|article)/.ignoresCase()
        return prompt.contains(names) || prompt.contains(phrases)
    }

    /// The prompt as a text and a question: its first or last line, whichever asks, or else the shorter of them.
    private static func parts(of prompt: String) -> BackgroundContext? {
        let lines = prompt.split(whereSeparator: \.isNewline).filter { line in line.contains { !$0.isWhitespace } }
        guard lines.count > 1, let first = lines.first, let last = lines.last else { return sentences(of: prompt) }
        let isFirst =
            asks(first) != asks(last) ? asks(first) : words(String(first)).count < words(String(last)).count
        let query = isFirst ? first : last
        let context = isFirst ? prompt[first.endIndex...] : prompt[..<last.startIndex]
        return whole(String(context), String(query), isQueryFirst: isFirst, of: prompt)
    }

    /// A prompt of one line, with the question in its last sentence.
    private static func sentences(of prompt: String) -> BackgroundContext? {
        guard asks(prompt[...]), let end = prompt.dropLast().lastIndex(where: { ".!?".contains($0) }) else {
            return nil
        }
        let border = prompt.index(after: end)
        return whole(String(prompt[..<border]), String(prompt[border...]), isQueryFirst: false, of: prompt)
    }

    private static func asks(_ text: Substring) -> Bool {
        text.last { !$0.isWhitespace } == "?"
    }

    private static func whole(
        _ context: String, _ query: String, isQueryFirst: Bool, of prompt: String
    ) -> BackgroundContext? {
        let share = Double(words(context).count) / Double(max(1, words(prompt).count))
        guard share >= leastContextShare else { return nil }
        return BackgroundContext(context: context, query: query, isQueryFirst: isQueryFirst)
    }

    private static func isExtractive(_ response: String, from context: String) -> Bool {
        let said = plain(response)
        let known = plain(context)
        guard !said.isEmpty else { return false }
        let needle = " " + said.joined(separator: " ") + " "
        if (" " + known.joined(separator: " ") + " ").contains(needle) { return true }
        let content = said.filter { $0.count > 3 }
        let vocabulary = Set(known)
        let found = content.count { vocabulary.contains($0) }
        return !content.isEmpty && Double(found) >= leastOverlap * Double(content.count)
    }

    /// The words in small letters, without punctuation.
    private static func plain(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
