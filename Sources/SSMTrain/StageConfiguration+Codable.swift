import SSMModel

extension StageConfiguration {
    enum CodingKeys: String, CodingKey {
        case name, steps, accumulation, schedule, betas, epsilon, clip, loss, curriculum, lora, trainable, tune
        case batchTokens = "batch-tokens"
        case learningRate = "learning-rate"
        case minimumLearningRate = "minimum-learning-rate"
        case warmupSteps = "warmup-steps"
        case weightDecay = "weight-decay"
        case withStrategy = "with-strategy"
        case validateEvery = "validate-every"
        case validationSamples = "validation-samples"
        case checkpointEvery = "checkpoint-every"
        case logEvery = "log-every"
    }

    /// Decodes a mapping whose keys are all optional.
    ///
    /// - Throws: `DecodingError.dataCorrupted` at the path of the key that is out of range.
    package init(from decoder: any Decoder) throws {
        let standard = try StageConfiguration()
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys, _ property: KeyPath<StageConfiguration, Value>) throws -> Value
        {
            try container.decodeIfPresent(Value.self, forKey: key) ?? standard[keyPath: property]
        }
        do {
            try self.init(
                name: value(.name, \.name), steps: value(.steps, \.steps),
                batchTokens: value(.batchTokens, \.batchTokens), accumulation: value(.accumulation, \.accumulation),
                learningRate: container.decodeIfPresent(Double.self, forKey: .learningRate),
                tune: container.decodeIfPresent(TuningConfiguration.self, forKey: .tune),
                minimumLearningRate: value(.minimumLearningRate, \.minimumLearningRate),
                schedule: value(.schedule, \.schedule), warmupSteps: value(.warmupSteps, \.warmupSteps),
                weightDecay: value(.weightDecay, \.weightDecay), betas: value(.betas, \.betas),
                epsilon: value(.epsilon, \.epsilon), clip: value(.clip, \.clip), loss: value(.loss, \.loss),
                curriculum: container.decodeIfPresent(CurriculumConfiguration.self, forKey: .curriculum),
                withStrategy: value(.withStrategy, \.withStrategy),
                lora: container.decodeIfPresent(LoRAConfiguration.self, forKey: .lora),
                trainable: container.decodeIfPresent([ParameterPattern].self, forKey: .trainable),
                validateEvery: value(.validateEvery, \.validateEvery),
                validationSamples: value(.validationSamples, \.validationSamples),
                checkpointEvery: value(.checkpointEvery, \.checkpointEvery), logEvery: value(.logEvery, \.logEvery))
        } catch let TrainingError.invalidStage(_, key, problem) {
            let path = key.split(separator: ".").map { PathKey(stringValue: String($0)) }
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath + path, debugDescription: "\(key) \(problem)"))
        }
    }

    /// A key of the path of an error, at any depth of the configuration.
    private struct PathKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            return nil
        }
    }
}
