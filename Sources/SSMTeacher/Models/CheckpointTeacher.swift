import Foundation
import SSMContext
import SSMModel
import SSMTensor
import SSMText

/// A local model as a teacher: it goes on with the texts of the messages, one after the other.
///
/// An actor, so that requests wait for one another: each has all workers of the machine.
actor CheckpointTeacher: Teacher {
    /// What an answer may have where the request does not say.
    private static let standardTokens = 256

    private let runtime: StrategyRuntime
    private let tokenizer: any Tokenizer
    private let path: String

    /// A model from a Hugging Face folder or a checkpoint, with its tokenizer.
    ///
    /// - Throws: `ModelError`, `StoreError` and `TokenizerError`, which name the file.
    init(_ path: String) throws {
        let loaded = try LoadedModel(contentsOf: URL(fileURLWithPath: path), on: Device())
        self.path = path
        tokenizer = try loaded.textTokenizer()
        runtime = try StrategyRuntime(model: loaded.model, stack: StrategyStack(), parameters: ParameterTree())
    }

    func answer(_ request: TeacherRequest) async throws(TeacherError) -> TeacherAnswer {
        if Task.isCancelled { throw .cancelled }
        let options = request.options
        let prompt = Prompt(
            id: request.key.hexadecimal, contextID: request.key.hexadecimal,
            context: request.messages.map { Passage(text: $0.text) }, query: "", cue: "",
            limits: AnswerLimits(maximumTokens: options.maximumTokens ?? Self.standardTokens, stop: options.stop))
        do {
            let sampling = try SamplingOptions(temperature: options.temperature ?? 1, topP: options.topP ?? 1)
            let answers = try runtime.answer(
                [prompt], with: tokenizer,
                options: AnswerOptions(
                    key: RandomKey(seed: UInt64(bitPattern: Int64(options.seed ?? 0))), sampling: sampling),
                meter: CostMeter())
            return TeacherAnswer(
                text: answers[0].text, ending: answers[0].ending == .length ? .length : .finished, model: path)
        } catch {
            throw .unusable(model: path, reason: "\(error)")
        }
    }
}
