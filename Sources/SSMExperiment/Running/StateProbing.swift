import SSMAnalysis
import SSMContext
import SSMEval
import SSMModel
import SSMRecord
import SSMTensor
import SSMText

/// Fits a linear probe of each layer's state on contexts of one split, and asks it about those of an evaluation.
struct StateProbing {
    let runtime: StrategyRuntime
    let tokenizer: any Tokenizer
    let task: any EvaluationTask
    let key: RandomKey
    let interrupt: () throws -> Void

    /// Contexts that were read, and what is asked about them.
    private struct Reading {
        var questions: [ProbedQuestion] = []
        /// The prompts of the questions, and the nested contexts that they belong to.
        var prompts: [(id: String, group: String)] = []
        /// The states after the contexts, one row each, layer by layer.
        var states: [[Float]] = []
        var contexts = 0
    }

    /// What the probes read at each length.
    ///
    /// - Parameter own: Whether the column's own answer to a prompt is right; nil where there is none.
    /// - Throws: `TaskError`, `TokenizerError`, what a pass throws, and what `interrupt` throws.
    func observe(
        fittedOn design: QuestionSet, asking evaluated: QuestionSet, own: (String) -> Bool?
    ) throws -> [ProbedLength] {
        try evaluated.lengths.map { length in
            let most = max(1, ProbeSetting.mostSamples / max(1, design.contexts))
            let known = try read(design, length: length, most: most)
            let asked = try read(evaluated, length: length)
            let probe = LinearProbe(fittedOn: known.questions, asking: asked.questions)
            let layers = try known.states.indices.map { layer in
                try interrupt()
                let right = probe.reading(
                    trainingStates: states(of: known, layer: layer), testingStates: states(of: asked, layer: layer))
                return ProbedLength.Layer(layer: layer, score: estimate(right, asked))
            }
            return ProbedLength(
                length: length, fittedOn: known.questions.count, questions: asked.questions.count,
                contexts: asked.contexts, answers: probe.answerCount, answerable: probe.answerableCount,
                withoutState: estimate(probe.withoutState(), asked),
                own: estimate(asked.prompts.map { own($0.id) ?? false }, asked), layers: layers)
        }
    }

    /// Reads the contexts of a length, each at one of the depths in turn, with at most so many questions of each.
    private func read(_ questions: QuestionSet, length: Int, most: Int? = nil) throws -> Reading {
        var reading = Reading()
        for index in 0..<questions.contexts {
            try interrupt()
            let (round, place) = index.quotientAndRemainder(dividingBy: max(1, questions.depths.count))
            let depth = questions.depths.isEmpty ? nil : questions.depths[place]
            let sample = try questions.sample(index, of: .init(length: length, depth: depth))
            var told = sample.prompts.filter { !task.isAbstention($0.questionIndex, of: sample) }
            if let most, told.count > most {
                // Kinds of questions stand in the same order in all contexts: each context gives others of them.
                let first = round * most % told.count
                told = Array((told[first...] + told[..<first]).prefix(most))
            }
            guard let first = told.first else { continue }
            for (layer, state) in try state(after: first).layers.enumerated() {
                if reading.states.count == layer { reading.states.append([]) }
                reading.states[layer] += state.scan.values
            }
            for prompt in told {
                reading.questions.append(
                    ProbedQuestion(
                        context: reading.contexts, query: prompt.query + prompt.cue,
                        answer: sample.questions[prompt.questionIndex].answers.sorted().joined(separator: ", ")))
                reading.prompts.append((prompt.id, sample.group))
            }
            reading.contexts += 1
        }
        return reading
    }

    /// The state after the context of a prompt, before the question.
    private func state(after prompt: Prompt) throws -> ModelState {
        let encoded = try prompt.encoded(with: tokenizer)
        precondition(encoded.contextRows > 0, "StateProbing: \(prompt.id) has no context before its question")
        let request = ForwardRequest(reading: encoded, rows: encoded.contextRows, key: key, probes: [])
        guard let state = try runtime.forward(request, phase: .prefill, meter: CostMeter()).state else {
            preconditionFailure("StateProbing: a pass that was asked for its state returned none")
        }
        return state
    }

    private func states(of reading: Reading, layer: Int) -> Tensor {
        let values = reading.states.indices.contains(layer) ? reading.states[layer] : []
        let width = reading.contexts == 0 ? 0 : values.count / reading.contexts
        return Tensor(values, shape: [reading.contexts, width], on: runtime.model.device)
    }

    private func estimate(_ right: [Bool], _ reading: Reading) -> Estimate {
        let answers = zip(right, reading.prompts).map { isRight, prompt in
            ScoredAnswer(group: prompt.group, item: prompt.id, score: Score(isRight: isRight, isParsed: true))
        }
        let mean = Statistics(key: RandomKey(seed: 0).folding("intervals")).mean(of: answers)
        return mean.map { Estimate($0) } ?? Estimate(0, low: 0, high: 1)
    }
}
