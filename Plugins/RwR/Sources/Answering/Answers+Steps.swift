import SSMContext

extension [Answer] {
    /// The answers with steps before their own.
    func withSteps(_ steps: [(prompt: String, steps: [AnswerStep])]) -> [Answer] {
        let before = Dictionary(steps.map { ($0.prompt, $0.steps) }) { first, _ in first }
        return map { answer in
            var answer = answer
            answer.trace = before[answer.promptID, default: []] + answer.trace
            return answer
        }
    }
}
