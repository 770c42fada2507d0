public import SSMModel
public import SSMTensor

/// Small random models for tests, made in code.
public enum TinyModel {
    /// The shape: two layers of width 16 unless said otherwise.
    public static func configuration(
        vocabularySize: Int = 32, width: Int = 16, layers: Int = 2, state: Int = 4
    ) -> ModelConfiguration {
        ModelConfiguration(vocabularySize: vocabularySize, width: width, layers: layers, state: state)
    }

    /// A model with the initialisation of real ones, moved away from it so that nothing is symmetric or zero.
    ///
    /// - Parameter seed: equal seeds give equal weights on every device.
    public static func make(
        _ configuration: ModelConfiguration = configuration(), seed: UInt64 = 1, on device: Device
    ) throws -> LanguageModel {
        let key = RandomKey(seed: seed)
        let initial = try LanguageModel(randomly: configuration, key: key, on: device)
        var parameters = ParameterTree()
        for (name, tensor) in initial.parameters {
            let noise = Tensor.normal(tensor.shape, scale: 0.1, key: key.folding("noise").folding(name), on: device)
            parameters[name] = tensor + noise
        }
        return try LanguageModel(configuration, parameters: parameters, on: device)
    }

    /// Random tokens.
    public static func tokens(_ count: Int, vocabularySize: Int = 32, key: RandomKey) -> [TokenID] {
        var generator = key.generator
        return (0..<count).map { _ in TokenID(generator.below(vocabularySize)) }
    }

    /// Sequences described as prompts, each with random numbers of its own.
    public static func prompts(_ sequences: [[TokenID]], evidence: [[Int32]]? = nil) -> [SequenceInfo] {
        sequences.enumerated().map { index, tokens in
            SequenceInfo(
                id: "tiny-\(index)", promptLength: tokens.count, totalLength: tokens.count,
                key: RandomKey(seed: 3).folding(index), evidence: evidence?[index] ?? [])
        }
    }
}
