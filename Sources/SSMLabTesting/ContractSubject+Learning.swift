import SSMContext
import SSMModel
import SSMTensor

extension ContractSubject {
    /// Examples can be encoded, no required target is lost, and gradients are finite and reach what trains.
    func checkTraining(
        _ runtime: StrategyRuntime, _ workload: ContractWorkload, idle: Set<String>?
    ) async throws {
        let examples = try await prepared(workload)
        report.require(!examples.isEmpty, "no training example is left of \(workload.samples.count) samples")
        report.require(try await prepared(workload) == examples, "the same samples and key give other examples")
        let batch = try workload.batch(of: examples)
        let model = try LanguageModel(
            runtime.model.configuration, parameters: runtime.model.parameters.mapValues { $0.tracked() },
            on: runtime.model.device)
        let training = try StrategyRuntime(
            model: model, stack: runtime.stack, parameters: runtime.parameters.mapValues { $0.tracked() })
        let loss = try training.loss(of: batch, isDifferentiable: true, meter: CostMeter())
        report.finite(loss.total, named: "loss")
        let required = batch.isTarget.count { $0 }
        report.require(
            loss.requiredCount == required, "\(loss.requiredCount) of \(required) required targets are in the loss")
        let gradients = loss.total.gradients()
        checkGradients(gradients, of: model.parameters, mayBeMissing: [])
        checkGradients(gradients, of: training.parameters, mayBeMissing: idle ?? Set(training.parameters.names))
        let again = try training.loss(of: batch, isDifferentiable: true, meter: CostMeter())
        report.sameBits(again.total, loss.total, named: "the same loss again")
        let evaluated = try runtime.loss(of: batch, isDifferentiable: false, meter: CostMeter())
        report.close(evaluated.total, loss.total, named: "loss without gradients")
    }

    private func prepared(_ workload: ContractWorkload) async throws -> [TrainingExample] {
        try await StrategyRuntime.prepare(
            workload.samples, through: StrategyStack(strategies),
            in: DataContext(tokenizer: workload.tokenizer, key: RandomKey(seed: 4)))
    }

    private func checkGradients(
        _ gradients: Gradients, of parameters: ParameterTree, mayBeMissing: Set<String>
    ) {
        for (name, parameter) in parameters {
            let label = String(name.drop { $0 != "/" }.dropFirst())
            guard let gradient = gradients[parameter] else {
                report.require(
                    mayBeMissing.contains(name) || mayBeMissing.contains(label), "no gradient reaches '\(name)'")
                continue
            }
            report.finite(gradient, named: "gradient of '\(name)'")
        }
    }

    /// Every prompt gets its answer, the same one each time and whatever it is asked together with.
    func checkAnswers(_ runtime: StrategyRuntime, _ workload: ContractWorkload) throws {
        let prompts = workload.samples.flatMap(\.prompts)
        let answers = try ask(prompts, runtime, workload)
        report.require(
            answers.map(\.promptID) == prompts.map(\.id).sorted(),
            "answers to \(answers.map(\.promptID)) for the prompts \(prompts.map(\.id))")
        for answer in answers {
            let limit = prompts.first { $0.id == answer.promptID }?.limits.maximumTokens ?? 0
            report.require(
                answer.tokens.count <= limit, "'\(answer.promptID)' has \(answer.tokens.count) tokens of \(limit)")
        }
        let again = try ask(prompts, runtime, workload)
        report.require(again.map(\.text) == answers.map(\.text), "the same prompts get other answers")
        let alone = try prompts.flatMap { try ask([$0], runtime, workload) }.sorted { $0.promptID < $1.promptID }
        report.require(alone.map(\.text) == answers.map(\.text), "prompts get other answers alone than together")
    }

    /// Answers in the order of their ids.
    private func ask(
        _ prompts: [Prompt], _ runtime: StrategyRuntime, _ workload: ContractWorkload
    ) throws -> [Answer] {
        try runtime.answer(
            prompts, with: workload.tokenizer, options: AnswerOptions(key: RandomKey(seed: 6)), meter: CostMeter()
        ).sorted { $0.promptID < $1.promptID }
    }
}
