package import SSMContext
package import SSMTensor
package import SSMText

/// The questions of a LongMemEval file, real or generated, in the order of the file.
///
/// The length of a sample is what the model is taken to read at most: the head of the history is kept, and the rest of
/// it cut, so that prompt, answer and a reserve fit. Lengths of one question are one group.
///
/// - Source: `run_generation.py` with the whole history, and `history_head` as it cuts there.
package struct LongMemEvalTask: EvaluationTask {
    package static let name = "longmemeval"
    package static let summary =
        "answer the questions of a LongMemEval file, which experiments evaluate on only"
    package static let version = 1
    package static let hasSplits = false

    /// The prompt where no checkout of LongMemEval says another.
    package static let plainTemplate = "{}\n\nCurrent Date: {}\nQuestion: {}\nAnswer:"

    package let configuration: LongMemEvalConfiguration
    package let scoring = ScoringRule.normalized
    private let file: LongMemEvalFile
    private var tokenizer: (any Tokenizer)?

    package init(_ configuration: LongMemEvalConfiguration) throws(TaskError) {
        try Self.demand(configuration.answerTokens > 0, "answer-tokens", "has to be positive")
        try Self.demand(configuration.mostSessions > 0, "sessions", "has to be positive")
        try Self.demand(
            configuration.reading == .direct || configuration.templates != nil, "reading",
            "can be stepwise only with 'templates', a checkout of LongMemEval")
        self.configuration = configuration
        file = LongMemEvalFile(configuration)
    }

    /// None of its own: the file has free text.
    package var vocabulary: [String] { [] }

    package func measured(by tokenizer: any Tokenizer) -> LongMemEvalTask {
        var task = self
        task.tokenizer = tokenizer
        return task
    }

    /// How many questions the file has.
    ///
    /// - Throws: `TaskError.file`.
    package func count() throws(TaskError) -> Int { try file.content().count }

    /// That of the file; with a checkout of LongMemEval, also the prompt that is read from there.
    package func contentDigest() throws(TaskError) -> String? {
        let content = try file.content()
        return content.templates == nil ? content.digest : "\(content.digest) \(try template().text)"
    }

    /// Never: what is evaluated on is not trained on.
    package func trainingSample(_ index: Int, length: Int, key: RandomKey) throws(TaskError) -> Sample {
        throw .file(
            task: Self.name,
            problem:
                "a LongMemEval file is evaluated on and not trained on; training on one goes through 'ssmlab prepare' "
                + "and 'data: {prepared: FILE}'")
    }

    package func evaluationSample(
        _ index: Int, length: Int, depth: Double?, key: RandomKey
    ) throws(TaskError) -> Sample {
        try Self.demand(
            depth == nil, "depths", "cannot be chosen: the evidence stands where the file has it")
        let record = try file.record(index)
        let history = try cut(record, to: length)
        var sample = layout.sample(
            of: record, template: try template(), answerTokens: configuration.answerTokens,
            length: length,
            history: history.passages)
        sample.id = "\(record.id)@\(length)"
        sample.stop = configuration.stop
        return sample
    }

    package func truncation(of sample: Sample) throws(TaskError) -> ContextTruncation {
        let record = try record(of: sample.group)
        return ContextTruncation(
            droppedTokens: try cut(record, to: sample.length).dropped, policy: "history_head")
    }

    /// By the name of the question, as the original does: its evidence may be cut, and its type says nothing.
    package func isAbstention(_ question: Int, of sample: Sample) -> Bool {
        sample.group.contains("_abs")
    }

    private var layout: LongMemEvalLayout {
        LongMemEvalLayout(
            format: configuration.layout, isUserOnly: configuration.isUserOnly,
            mostSessions: configuration.mostSessions)
    }

    private func template() throws(TaskError) -> PromptTemplate {
        if let templates = try file.content().templates {
            return configuration.reading == .direct ? templates.direct : templates.stepwise
        }
        do throws(LongMemEvalError) {
            return try PromptTemplate(Self.plainTemplate, path: Self.name)
        } catch {
            throw .file(task: Self.name, problem: "\(error)")
        }
    }

    private func record(of group: String) throws(TaskError) -> LongMemEvalRecord {
        guard let index = try file.content().index(of: group) else {
            throw .file(task: Self.name, problem: "\(configuration.file) has no question \(group)")
        }
        return try file.record(index)
    }

    private func cut(
        _ record: LongMemEvalRecord, to length: Int
    ) throws(TaskError) -> (passages: [Passage], dropped: Int) {
        guard let tokenizer else {
            throw .file(
                task: Self.name,
                problem: "its samples have lengths in tokens of a model, which 'ssmlab run' knows")
        }
        let truncation: LongMemEvalTruncation
        do throws(LongMemEvalError) {
            truncation = try LongMemEvalTruncation(
                modelTokens: length, generatedTokens: configuration.answerTokens)
        } catch {
            throw .file(task: Self.name, problem: "\(error)")
        }
        do throws(TokenizerError) {
            return try truncation.cut(layout.passages(of: record), with: tokenizer)
        } catch {
            throw .tokenizer(task: Self.name, error)
        }
    }
}

extension LongMemEvalTask: JudgedTask {
    package func judgePrompts() throws(TaskError) -> String { try templates().judgePrompts }

    /// What a judge is asked about an answer, by the templates of the user's checkout.
    ///
    /// - Throws: `TaskError.file` without templates.
    package func judgeRequest(for record: PredictionRecord) throws(TaskError) -> String {
        try templates().judgeRequest(
            for: self.record(of: record.group), response: PythonText.stripped(record.text))
    }

    private func templates() throws(TaskError) -> LongMemEvalTemplates {
        guard let templates = try file.content().templates else {
            throw .file(
                task: Self.name,
                problem: "a judge needs 'templates', a checkout of LongMemEval with its prompts")
        }
        return templates
    }
}
