import SSMModel
import SSMTensor
import SSMTrain

extension SpeedBenchmark {
    /// A training step: forward pass with the loss of every row, gradients, and the update of AdamW.
    func training(_ model: LanguageModel, _ shape: BenchmarkShape) throws -> Speed {
        let request = try trainingRequest(model, shape)
        let stage = try StageConfiguration()
        let names = model.parameters.map(\.name)
        var current = model.parameters.map(\.tensor)
        var optimizer = AdamW(model.parameters)
        var step = 0
        let seconds = try Stopwatch.fastest {
            var tracked = ParameterTree()
            for (name, tensor) in zip(names, current) { tracked[name] = tensor.tracked() }
            let learner = try LanguageModel(model.configuration, parameters: tracked, on: model.device)
            guard let loss = try learner.forward(request, meter: CostMeter()).loss else {
                preconditionFailure("train: the pass returned no loss")
            }
            let gradients = loss.total.gradients()
            optimizer.update(
                &current, gradients: tracked.map { gradients[$0.tensor] }, stage: stage, step: step, gradientScale: 1)
            step += 1
        }
        let rows = request.stream.layout.rows
        let work = 3 * (model.configuration.blockFLOPsPerRow + model.configuration.headFLOPsPerRow)
        return Speed(
            name: "train-w\(model.configuration.width)", tokensPerSecond: Double(rows) / seconds, bound: .products,
            workPerToken: Double(work))
    }

    /// A batch in which every row but the last of a sequence predicts the next token.
    private func trainingRequest(_ model: LanguageModel, _ shape: BenchmarkShape) throws -> ForwardRequest {
        let all = tokens(shape.trainingSequences * shape.trainingLength, of: model)
        let sequences = (0..<shape.trainingSequences).map {
            Array(all[$0 * shape.trainingLength..<($0 + 1) * shape.trainingLength])
        }
        let weight = 1 / Float(all.count - sequences.count)
        let targets = sequences.map { sequence in
            sequence.indices.dropLast().map {
                LossTargets.Target(
                    position: Int32($0), token: sequence[$0 + 1], weight: weight, isRequired: true)
            }
        }
        return ForwardRequest(
            stream: TokenStream(sequences),
            sequences: sequences.enumerated().map { index, sequence in
                SequenceInfo(
                    id: "\(index)", promptLength: sequence.count, totalLength: sequence.count,
                    key: RandomKey(seed: 0))
            },
            outputs: ForwardOutputs(loss: LossTargets(targets)), isDifferentiable: true)
    }
}
