/// The scores of LongMemEval: by type, task-averaged, overall, and on what cannot be answered.
///
/// - Source: `print_qa_metrics.py`. Different here: a question without a label counts as wrong and is listed, where the
///   original leaves it out of the mean.
package struct LongMemEvalSummary: Hashable, Sendable {
    /// A share of right answers.
    package struct Accuracy: Hashable, Sendable {
        /// Questions.
        package var count: Int
        /// Right answers.
        package var right: Int

        /// A share, by default of no questions.
        package init(count: Int = 0, right: Int = 0) {
            self.count = count
            self.right = right
        }

        /// The share; nil of no questions.
        package var share: Double? { count == 0 ? nil : Double(right) / Double(count) }

        mutating func add(isRight: Bool) {
            count += 1
            if isRight { right += 1 }
        }
    }

    /// By type; questions that cannot be answered count under theirs.
    package private(set) var types: [QuestionType: Accuracy]

    /// Over all questions.
    package private(set) var overall = Accuracy()

    /// Over the questions that cannot be answered.
    package private(set) var abstention = Accuracy()

    /// The questions without a label, in order.
    package private(set) var missing: [String] = []

    /// The scores of labels.
    ///
    /// - Parameters:
    ///   - questions: all questions of the file, by name and type.
    ///   - labels: whether the answer to each question is right.
    /// - Throws: `LongMemEvalError.unknownQuestion`.
    package init(
        questions: [(id: String, type: QuestionType)], labels: [String: Bool]
    ) throws(LongMemEvalError) {
        types = Dictionary(uniqueKeysWithValues: QuestionType.allCases.map { ($0, Accuracy()) })
        let known = Set(questions.map(\.id))
        if let stranger = labels.keys.filter({ !known.contains($0) }).min() { throw .unknownQuestion(id: stranger) }
        for question in questions {
            let label = labels[question.id]
            if label == nil { missing.append(question.id) }
            let isRight = label ?? false
            types[question.type, default: Accuracy()].add(isRight: isRight)
            overall.add(isRight: isRight)
            if question.id.contains("_abs") { abstention.add(isRight: isRight) }
        }
    }

    /// The mean of the types' shares, over those that have questions; nil where none has.
    package var taskAveraged: Double? {
        let shares = QuestionType.allCases.compactMap { types[$0]?.share }
        return shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
    }
}
