import SSMEval
import SSMRecord
import SSMTeacher

/// The model that judges the answers of an evaluation.
struct Judge: Sendable {
    /// The tokens of a reply where the experiment does not say.
    ///
    /// - Source: LongMemEval's `evaluate_qa.py`.
    private static let replyTokens = 10

    /// The model that is asked, with the length of its replies.
    let model: AskedModel
    /// The task, which has the prompts.
    let task: any JudgedTask
    /// All that a verdict on an answer depends on: model, options and prompts, whatever server the model is behind.
    private let identity: ContentHash

    /// The judge of an evaluation.
    ///
    /// - Throws: `TaskError` for prompts and `StoreError` for a local model that cannot be read.
    init(_ model: AskedModel, of task: any JudgedTask) throws {
        let options = model.options
        var model = model
        model.options = try TeacherOptions(
            maximumTokens: options.maximumTokens ?? Self.replyTokens, temperature: options.temperature,
            topP: options.topP, stop: options.stop, seed: options.seed)
        self.model = model
        self.task = task
        identity = try ContentHash(
            ofCanonical: Identity(
                model: model.requestName(), isLocal: model.checkpoint != nil, options: model.options,
                prompts: task.judgePrompts()))
    }

    private struct Identity: Encodable {
        let model: String
        let isLocal: Bool
        let options: TeacherOptions
        let prompts: String
    }

    /// The verdicts of this judge on the predictions in a folder; another judge's are in another file.
    func verdicts(in folder: RunFolder) -> JSONLines<JudgeVerdict> { JSONLines(folder.verdictsFile(identity)) }
}

extension JSONLines<JudgeVerdict> {
    /// The verdicts by prompt; of several on one prompt the last.
    ///
    /// - Throws: `RecordError`.
    func byPrompt() throws(RecordError) -> [String: JudgeVerdict] {
        Dictionary(try read().records.map { ($0.prompt, $0) }) { _, last in last }
    }
}
