/// What a judge said of one answer, as it is kept beside the predictions.
package struct JudgeVerdict: Sendable, Hashable, Codable {
    /// The prompt that was answered.
    package var prompt: String
    /// The answer that was judged.
    package var answer: String
    /// Who judged.
    package var judge: String
    /// Whether the answer is right; nil where the reply could not be had.
    package var isRight: Bool?
    /// What the judge replied, or why there is no reply.
    package var reply: String

    /// What a judge replied: "yes" anywhere in it means that the answer is right.
    ///
    /// - Source: `evaluate_qa.py`, to the letter: "yesterday" is a yes.
    package init(prompt: String, answer: String, judge: String, reply: String) {
        self.init(
            prompt: prompt, answer: answer, judge: judge, isRight: reply.lowercased().contains("yes"), reply: reply)
    }

    /// A judge that gave no reply.
    package init(prompt: String, answer: String, judge: String, missing reason: String) {
        self.init(prompt: prompt, answer: answer, judge: judge, isRight: nil, reply: reason)
    }

    private init(prompt: String, answer: String, judge: String, isRight: Bool?, reply: String) {
        self.prompt = prompt
        self.answer = answer
        self.judge = judge
        self.isRight = isRight
        self.reply = reply
    }

    /// Whether this is the answer that was judged, and not another one to the same prompt.
    package func isAbout(_ record: PredictionRecord) -> Bool { prompt == record.prompt && answer == record.text }

    /// The score that follows; an answer without a verdict counts as wrong and is told apart.
    package var score: Score { Score(isRight: isRight ?? false, isParsed: isRight != nil) }
}
