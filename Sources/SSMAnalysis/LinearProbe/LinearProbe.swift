package import SSMTensor

/// A linear map from the state of a layer to the answers of questions, fitted on some contexts and asked about others.
///
/// A state knows no question, and a context tells many things: so the map is linear in the state, and what it reads there
/// is linear in the words that are asked. That is ridge regression on all products of a number of the state and a word,
/// in its dual form, where only inner products are needed. What it reads is in the state, in a form that one linear layer
/// can find; what it does not read may be there in another form.
package struct LinearProbe {
    private let training: [ProbedQuestion]
    private let testing: [ProbedQuestion]
    private let answers: [String]
    /// How alike the words of the questions are that the probe is fitted on, and of those that it is asked to them: row by
    /// row (n, n) and (m, n). All layers share them.
    private let knownWords, askedWords: [Double]

    /// A probe that is fitted on some questions and answers others.
    package init(fittedOn training: [ProbedQuestion], asking testing: [ProbedQuestion]) {
        self.training = training
        self.testing = testing
        answers = Set(training.map(\.answer)).sorted()
        knownWords = training.flatMap { one in training.map { one.similarity(to: $0) } }
        askedWords = testing.flatMap { one in training.map { one.similarity(to: $0) } }
    }

    /// How many different answers the probe can give.
    package var answerCount: Int { answers.count }

    /// How many of the questions that are asked have an answer that the probe can give: others cannot be right.
    package var answerableCount: Int {
        let known = Set(answers)
        return testing.count { known.contains($0.answer) }
    }

    /// Whether the answer to each question is right that the words alone lead to, without any state.
    ///
    /// - Edge cases: without questions to be fitted on, nothing is right.
    package func withoutState() -> [Bool] { right(known: knownWords.map { 1 + $0 }, asked: askedWords.map { 1 + $0 }) }

    /// Whether the answer to each question is right that the states lead to.
    ///
    /// - Shapes: the states of contexts row by row: `trainingStates` (n, S), `testingStates` (m, S).
    /// - Edge cases: as without states.
    package func reading(trainingStates: Tensor, testingStates: Tensor) -> [Bool] {
        guard !training.isEmpty, !testing.isEmpty else { return testing.map { _ in false } }
        let scaled = StateScaling(trainingStates)
        let (known, asked) = (scaled.scaled(trainingStates), scaled.scaled(testingStates))
        return right(
            known: weighted(knownWords, of: training, by: products(known, known), count: trainingStates.shape[0]),
            asked: weighted(askedWords, of: testing, by: products(asked, known), count: trainingStates.shape[0]))
    }

    /// The likeness of words of questions to those that the probe is fitted on, each times that of the two states.
    private func weighted(
        _ words: [Double], of questions: [ProbedQuestion], by states: [Double], count: Int
    ) -> [Double] {
        questions.enumerated().flatMap { row, question in
            training.enumerated().map { column, other in
                (1 + states[question.context * count + other.context]) * (1 + words[row * training.count + column])
            }
        }
    }

    /// Inner products of rows, divided by their length, so that a row with itself has about 1.
    private func products(_ rows: Tensor, _ others: Tensor) -> [Double] {
        let width = Double(max(1, rows.shape[1]))
        return rows.matmul(others, transposing: .right).values.map { Double($0) / width }
    }

    /// Whether each answer is right, by inner products with the questions that the probe is fitted on: (n, n) and (m, n).
    private func right(known: [Double], asked: [Double]) -> [Bool] {
        let places = Dictionary(uniqueKeysWithValues: zip(answers, answers.indices))
        let classes = training.map { places[$0.answer, default: 0] }
        guard !training.isEmpty,
            let classifier = RidgeClassifier(products: known, classes: classes, count: answers.count)
        else { return testing.map { _ in false } }
        return testing.enumerated().map { row, question in
            let products = asked[row * training.count..<(row + 1) * training.count]
            return answers[classifier.classify(products)] == question.answer
        }
    }
}
