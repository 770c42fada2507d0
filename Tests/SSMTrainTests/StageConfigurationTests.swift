import Foundation
import SSMModel
import SSMTrain
import Testing

@Suite struct StageConfigurationTests {
    private func decode(_ json: String) throws -> StageConfiguration {
        try JSONDecoder().decode(StageConfiguration.self, from: Data(json.utf8))
    }

    @Test func `an empty mapping is the standard stage`() throws {
        #expect(try decode("{}") == StageConfiguration())
    }

    @Test func `every key is read under its name`() throws {
        let stage = try decode(
            """
            {"name": "adapt", "steps": 7, "batch-tokens": 11, "accumulation": 2, "learning-rate": 0.5,
             "minimum-learning-rate": 0.25, "schedule": "linear", "warmup-steps": 3, "weight-decay": 0.2,
             "betas": [0.8, 0.9], "epsilon": 0.001, "clip": 2, "loss": {"other": 0.3},
             "curriculum": {"start": 8, "growth": 2, "maximum": 32, "accuracy": 0.9, "window": 4},
             "with-strategy": true, "lora": {"rank": 2, "targets": ["x_proj"]}, "trainable": ["dt_proj", "remamba/*"],
             "validate-every": 5, "validation-samples": 6, "checkpoint-every": 0,
             "log-every": 9}
            """)
        let expected = try StageConfiguration(
            name: "adapt", steps: 7, batchTokens: 11, accumulation: 2, learningRate: 0.5, minimumLearningRate: 0.25,
            schedule: .linear, warmupSteps: 3, weightDecay: 0.2, betas: [0.8, 0.9], epsilon: 0.001, clip: 2,
            loss: LossWeights(target: 1, other: 0.3),
            curriculum: CurriculumConfiguration(start: 8, growth: 2, maximum: 32, accuracy: 0.9, window: 4),
            withStrategy: true, lora: LoRAConfiguration(rank: 2, targets: [ParameterPattern("x_proj")]),
            trainable: [ParameterPattern("dt_proj"), ParameterPattern("remamba/*")], validateEvery: 5,
            validationSamples: 6, checkpointEvery: 0, logEvery: 9)
        #expect(stage == expected)
    }

    @Test func `what is encoded decodes to the same stage`() throws {
        let stage = try StageConfiguration(
            name: "x", learningRate: 0.1 + 0.2, curriculum: CurriculumConfiguration(targetLoss: 0.1))
        let data = try JSONEncoder().encode(stage)
        #expect(try JSONDecoder().decode(StageConfiguration.self, from: data) == stage)
    }

    @Test func `a stage that is tuned has no rate until one is chosen`() throws {
        let stage = try decode(#"{"minimum-learning-rate": 0.1, "tune": {"learning-rates": [0.5, 0.25], "seed": 9}}"#)
        #expect(stage.learningRate == nil)
        #expect(stage.tune == TuningConfiguration(learningRates: [0.25, 0.5], seed: 9))
        #expect(try JSONDecoder().decode(StageConfiguration.self, from: JSONEncoder().encode(stage)) == stage)
        let given = try StageConfiguration(learningRate: 0.5, minimumLearningRate: 0.1)
        #expect(stage.tuned(to: 0.5) == given)
        #expect(stage.tuned(to: 0.5).rates.peak == 0.5)
    }

    @Test(arguments: [
        (#"{"name": ""}"#, "name"), (#"{"steps": 0}"#, "steps"), (#"{"batch-tokens": 0}"#, "batch-tokens"),
        (#"{"accumulation": 0}"#, "accumulation"), (#"{"learning-rate": 0}"#, "learning-rate"),
        (#"{"minimum-learning-rate": 1}"#, "minimum-learning-rate"), (#"{"warmup-steps": -1}"#, "warmup-steps"),
        (#"{"steps": 3, "warmup-steps": 4}"#, "warmup-steps"), (#"{"weight-decay": -1}"#, "weight-decay"),
        (#"{"betas": [0.9]}"#, "betas"), (#"{"betas": [0.9, 1]}"#, "betas"), (#"{"epsilon": 0}"#, "epsilon"),
        (#"{"clip": -1}"#, "clip"), (#"{"loss": {"target": 0}}"#, "loss"),
        (#"{"loss": {"other": -1}}"#, "loss.other"), (#"{"validate-every": -1}"#, "validate-every"),
        (#"{"validation-samples": 0}"#, "validation-samples"), (#"{"checkpoint-every": -1}"#, "checkpoint-every"),
        (#"{"lora": {"rank": 0}}"#, "lora.rank"), (#"{"lora": {"alpha": 0}}"#, "lora.alpha"),
        (#"{"lora": {"dropout": 1}}"#, "lora.dropout"), (#"{"lora": {"targets": []}}"#, "lora.targets"),
        (#"{"trainable": []}"#, "trainable"), (#"{"log-every": 0}"#, "log-every"),
        (#"{"learning-rate": 1, "tune": {"learning-rates": [1, 2], "seed": 9}}"#, "learning-rate"),
        (#"{"minimum-learning-rate": 1.5, "tune": {"learning-rates": [2, 1], "seed": 9}}"#, "minimum-learning-rate"),
        (#"{"tune": {"learning-rates": [1, -1], "seed": 9}}"#, "tune.learning-rates"),
        (#"{"tune": {"learning-rates": [1, 1, 2], "seed": 9}}"#, "tune.learning-rates"),
        (#"{"tune": {"learning-rates": [1], "seed": 9}}"#, "tune.learning-rates"),
        (#"{"curriculum": {}}"#, "curriculum"),
        (#"{"curriculum": {"accuracy": 0.9, "target-loss": 1}}"#, "curriculum"),
        (#"{"curriculum": {"accuracy": 2}}"#, "curriculum.accuracy"),
        (#"{"curriculum": {"target-loss": 0}}"#, "curriculum.target-loss"),
        (#"{"curriculum": {"accuracy": 0.9, "start": 0}}"#, "curriculum.start"),
        (#"{"curriculum": {"accuracy": 0.9, "growth": 1}}"#, "curriculum.growth"),
        (#"{"curriculum": {"accuracy": 0.9, "start": 9, "maximum": 8}}"#, "curriculum.maximum"),
        (#"{"curriculum": {"accuracy": 0.9, "window": 0}}"#, "curriculum.window"),
    ])
    func `a value out of range is an error at its key`(_ json: String, _ key: String) throws {
        do {
            _ = try decode(json)
            Issue.record("\(json) is accepted")
        } catch DecodingError.dataCorrupted(let context) {
            #expect(context.codingPath.map(\.stringValue).joined(separator: ".") == key)
        }
    }
}
