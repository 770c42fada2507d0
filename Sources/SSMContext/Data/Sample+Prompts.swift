extension Sample {
    /// One prompt a question, each asked on its own right after the context.
    ///
    /// - Edge cases: where targets are never fed, earlier questions give nothing away, and a prompt holds all the text
    ///   between the context and its cue, so that it is a prefix of the training sequence.
    public var prompts: [Prompt] {
        questions.indices.map { index in
            Prompt(
                id: "\(id)#\(index)", contextID: id, context: context, query: textBeforeCue(of: index),
                cue: questions[index].cue, isQueryFirst: isQueryFirst,
                limits: AnswerLimits(maximumTokens: maximumAnswerTokens, stop: stop), questionIndex: index)
        }
    }

    private func textBeforeCue(of index: Int) -> String {
        let question = questions[index]
        guard !question.isTargetFed else { return question.lead + question.query }
        let earlier = questions[..<index].filter { !$0.isTargetFed }.map { $0.lead + $0.query + $0.cue }
        return earlier.joined() + question.lead + question.query
    }
}
