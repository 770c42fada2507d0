/// How a checkpoint differs from the run that would go on from it.
struct TrainingStateMismatch: Error {
    let problem: String

    init(_ problem: String) {
        self.problem = problem
    }
}
