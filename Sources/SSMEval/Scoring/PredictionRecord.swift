package import SSMContext
package import SSMTensor

/// One answer as it is kept, with all that scoring it again needs: scoring never runs a model.
package struct PredictionRecord: Sendable, Hashable, Codable {
    /// The task's name.
    package var task: String
    /// The version of the task's samples and scores.
    package var version: Int
    /// How the answer is scored.
    package var scoring: ScoringRule
    /// The run that answered; (task, prompt, run) is unique.
    package var run: String
    /// The sample's id.
    package var sample: String
    /// The question's index in the sample.
    package var question: Int
    /// What is asked; nil in records of before.
    package var query: String?
    /// The passages of the context that tell the answer, as one text; nil in records of before.
    package var evidence: String?
    /// The nested context that the sample belongs to.
    package var group: String
    /// Nominal length of the context in tokens.
    package var length: Int
    /// Where the evidence is; nil where it is spread.
    package var depth: Double?
    /// Tokens of the prompt that the model was given.
    package var promptTokens: Int
    /// Tokens of the prompt that were cut off before.
    package var droppedTokens: Int
    /// How they were chosen; "none" where nothing may be cut.
    package var truncation: String
    /// The answer's text.
    package var text: String
    /// The answer's tokens.
    package var tokens: [TokenID]
    /// The accepted answers.
    package var accepted: [String]
    /// Texts that end an answer.
    package var stop: [String]
    /// Probability of a right answer without reading the context.
    package var chance: Double
    /// What kind of question it is; nil where the task has one kind.
    package var kind: String?
    /// Whether the context does not tell the answer; nil where the task has one kind.
    package var isAbstention: Bool?
    /// What is right of the notes that the answer came from; nil where it came from none.
    package var notes: NoteTally?
    /// How the answer came about.
    package var trace: [AnswerStep]
    /// What it cost.
    package var cost: AnswerCost
    /// How much of the evidence survived each layer that dropped rows.
    package var retention: [LayerRetention]

    /// The record of an answer to one question of a sample.
    ///
    /// - Precondition: the sample has such a question.
    package init(
        _ answer: Answer, to question: Int, of sample: Sample, task: any EvaluationTask, run: String,
        promptTokens: Int, truncation: ContextTruncation = ContextTruncation()
    ) {
        self.task = sample.task
        version = task.version
        scoring = task.scoring
        self.run = run
        self.sample = sample.id
        self.question = question
        query = sample.questions[question].query
        evidence = sample.context.filter { $0.evidenceFor.contains(question) }.map(\.text).joined()
        group = sample.group
        length = sample.length
        depth = sample.depth
        self.promptTokens = promptTokens
        droppedTokens = truncation.droppedTokens
        self.truncation = truncation.policy
        text = answer.text
        tokens = answer.tokens
        accepted = sample.questions[question].answers
        stop = sample.stop
        chance = sample.questions[question].chance ?? sample.chance
        kind = sample.questions[question].kind
        isAbstention = kind.map { _ in task.isAbstention(question, of: sample) }
        notes = NoteTally(answer.trace, to: question, of: sample)
        trace = answer.trace
        cost = answer.cost
        retention = answer.retention
    }

    /// The prompt's id.
    package var prompt: String { "\(sample)#\(question)" }

    /// The score of the answer, from the record alone.
    package var score: Score { scoring.score(text, accepted: accepted, stop: stop) }
}
