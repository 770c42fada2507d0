import Foundation
import SSMExperiment
import Testing

/// A strategy's configuration as a plugin would write it.
struct DecimationSettings: Codable, Sendable {
    enum Score: String, Codable, Sendable, CaseIterable { case l2, mean, max }

    var layers: [Int] = []
    var baseLength: Int?
    var score = Score.l2
    var beta: Float = 0.5

    enum CodingKeys: String, CodingKey {
        case layers
        case baseLength = "base-length"
        case score, beta
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        layers = try container.decodeIfPresent([Int].self, forKey: .layers) ?? []
        baseLength = try container.decodeIfPresent(Int.self, forKey: .baseLength)
        score = try container.decodeIfPresent(Score.self, forKey: .score) ?? .l2
        beta = try container.decodeIfPresent(Float.self, forKey: .beta) ?? 0.5
    }
}

/// A strategy that has nothing to configure.
struct NoSettings: Codable, Sendable {}

/// A task's configuration.
struct RecallSettings: Codable, Sendable {
    var keys = 4

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        keys = try container.decodeIfPresent(Int.self, forKey: .keys) ?? 4
    }
}

/// A stage's configuration.
struct StageSettings: Codable, Sendable {
    var name: String
    var steps: Int
    var isWithStrategy: Bool
    var learningRate: Double

    enum CodingKeys: String, CodingKey {
        case name, steps
        case isWithStrategy = "with-strategy"
        case learningRate = "learning-rate"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        steps = try container.decode(Int.self, forKey: .steps)
        isWithStrategy = try container.decodeIfPresent(Bool.self, forKey: .isWithStrategy) ?? false
        learningRate = try container.decodeIfPresent(Double.self, forKey: .learningRate) ?? 1e-3
    }
}

let catalogs = Catalogs(
    strategies: ConfigurationCatalog(
        of: "strategy",
        [
            .init("decimamba") { try DecimationSettings(from: $0) },
            .init("rwr") { try NoSettings(from: $0) },
        ]),
    tasks: ConfigurationCatalog(
        of: "task",
        [.init("passkey") { try RecallSettings(from: $0) }, .init("mqar") { try RecallSettings(from: $0) }]),
    stage: { try StageSettings(from: $0) })

/// The example of the design, without the parts that other pieces of the program bring.
let exampleText = """
    experiment: does-decimation-extrapolate
    seeds: [0, 1]
    model: {architecture: mamba, width: 128, layers: 4, state: 16}
    data: {task: passkey, length: 256, keys: 8}
    train:
      - {name: base, steps: 800, learning-rate: 1e-3}
      - {name: adapt, steps: 200, with-strategy: true, learning-rate: 1e-4}
    strategies:
      mamba: []
      decimamba: [{decimamba: {layers: [2], base-length: 256}, during: answer}]
      decimamba-trained: [{decimamba: {layers: [2], base-length: 256}, during: both}]
      rwr+decimamba: [rwr, {decimamba: {layers: [2]}, during: answer}]
    claim: decimation keeps accuracy beyond 4x the training length
    primary: {metric: accuracy, over: lengths 512-4096}
    gate: {mamba: {at-256: ">= 0.95", at-2048: "<= 0.70"}}
    evaluate:
      - {task: passkey, lengths: [256, 512, 2048], depths: [0, 0.5, 1], samples: 20}
      - {task: mqar, lengths: [256], samples: 5, ask: after-reading, limit: 3}

    """

func node(_ text: String) throws(ConfigurationError) -> ConfigurationNode {
    try ConfigurationNode(parsing: text, from: .file("test.yaml"))
}

func experiment(_ text: String, overrides: [String] = []) throws(ConfigurationError) -> Experiment {
    try Experiment(node(text), overrides: overrides, catalogs: catalogs)
}

/// The example with one piece of text exchanged.
func changed(_ old: String, to new: String) throws -> String {
    try #require(exampleText.contains(old), "the example lacks '\(old)'")
    return exampleText.replacingOccurrences(of: old, with: new)
}

/// The error that a reading must end with.
func failure(_ body: () throws(ConfigurationError) -> some Any) throws -> ConfigurationError {
    do throws(ConfigurationError) {
        let value = try body()
        Issue.record("read without an error: \(value)")
        throw ConfigurationError(.empty, at: ConfigurationPlace(source: .file("none")))
    } catch {
        return error
    }
}
