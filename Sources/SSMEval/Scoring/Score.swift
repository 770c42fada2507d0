/// The score of one answer.
package struct Score: Sendable, Hashable, Codable {
    /// Whether the answer is right.
    package var isRight: Bool

    /// Whether the answer has the form that its task asks for, right or wrong.
    package var isParsed: Bool

    /// A score.
    package init(isRight: Bool, isParsed: Bool) {
        self.isRight = isRight
        self.isParsed = isParsed
    }

    /// 1 for a right answer, 0 for a wrong one.
    package var value: Double { isRight ? 1 : 0 }
}
