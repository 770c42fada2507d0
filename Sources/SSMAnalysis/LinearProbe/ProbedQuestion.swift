/// A question about a context that a probe answers from the state after the context.
package struct ProbedQuestion: Sendable, Hashable {
    /// The index of its context among those whose states are known.
    package let context: Int
    /// The words that are asked, each once.
    package let words: Set<String>
    /// The answer, as one of several that are known.
    package let answer: String

    /// A question.
    package init(context: Int, query: String, answer: String) {
        self.context = context
        words = Set(query.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
        self.answer = answer
    }

    /// The cosine between the words of two questions; 1 where neither has any.
    func similarity(to other: ProbedQuestion) -> Double {
        guard !words.isEmpty, !other.words.isEmpty else { return words.isEmpty && other.words.isEmpty ? 1 : 0 }
        return Double(words.intersection(other.words).count)
            / (Double(words.count) * Double(other.words.count)).squareRoot()
    }
}
