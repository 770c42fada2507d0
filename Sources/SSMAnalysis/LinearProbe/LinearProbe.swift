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

    /// A probe that is fitted on some questions and answers others.
    package init(fittedOn training: [ProbedQuestion], asking testing: [ProbedQuestion]) {
        self.training = training
        self.testing = testing
        answers = Set(training.map(\.answer)).sorted()
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
    package func withoutState() -> [Bool] {
        right(
            training: { one, other in 1 + one.similarity(to: other) },
            testing: { one, other in 1 + one.similarity(to: other) })
    }

    /// Whether the answer to each question is right that the states lead to.
    ///
    /// - Shapes: the states of contexts row by row: `trainingStates` (n, S), `testingStates` (m, S).
    /// - Edge cases: as without states.
    package func reading(trainingStates: Tensor, testingStates: Tensor) -> [Bool] {
        guard !training.isEmpty, !testing.isEmpty else { return testing.map { _ in false } }
        let scaled = StateScaling(trainingStates)
        let (known, asked) = (scaled.scaled(trainingStates), scaled.scaled(testingStates))
        let (near, far) = (products(known, known), products(asked, known))
        let count = trainingStates.shape[0]
        return right(
            training: { one, other in
                (1 + near[one.context * count + other.context]) * (1 + one.similarity(to: other))
            },
            testing: { one, other in
                (1 + far[one.context * count + other.context]) * (1 + one.similarity(to: other))
            })
    }

    /// Inner products of rows, divided by their length, so that a row with itself has about 1.
    private func products(_ rows: Tensor, _ others: Tensor) -> [Double] {
        let width = Double(max(1, rows.shape[1]))
        return rows.matmul(others, transposing: .right).values.map { Double($0) / width }
    }

    private func right(
        training product: (ProbedQuestion, ProbedQuestion) -> Double,
        testing: (ProbedQuestion, ProbedQuestion) -> Double
    ) -> [Bool] {
        let places = Dictionary(uniqueKeysWithValues: zip(answers, answers.indices))
        let classes = training.map { places[$0.answer, default: 0] }
        let products = training.flatMap { one in training.map { product(one, $0) } }
        guard !training.isEmpty,
            let classifier = RidgeClassifier(products: products, classes: classes, count: answers.count)
        else { return self.testing.map { _ in false } }
        return self.testing.map { question in
            let row = training.map { testing(question, $0) }
            return answers[classifier.classify(row[...])] == question.answer
        }
    }
}
