import Foundation
import SSMContext
import SSMExperiment
import SSMModel
import SSMTensor
import Synchronization
import Testing

/// A strategy's configuration as a plugin would write it.
struct DecimationSettings: Codable, Sendable {
    enum Score: String, Codable, Sendable, CaseIterable { case l2, mean, max }

    var layers: [Int] = []
    var baseLength: Int?
    var score = Score.l2
    var beta: Float = 0.5

    init() {}

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

/// Keeps the newest part of the rows of its layers.
struct Decimation: ContextStrategy {
    static let name: StrategyName = "decimamba"
    let configuration: DecimationSettings

    init(_ configuration: DecimationSettings) throws(StrategyError) {
        guard (0...1).contains(configuration.beta) else {
            throw .badConfiguration(strategy: Self.name, key: "beta", reason: "is not between 0 and 1")
        }
        self.configuration = configuration
    }

    func check(for model: ModelConfiguration) throws(StrategyError) {
        guard let missing = configuration.layers.first(where: { $0 >= model.layers }) else { return }
        throw .badConfiguration(strategy: Self.name, key: "layers", reason: "\(missing) is no layer of this model")
    }

    /// The layers stay when they are named; otherwise the first layer or the last, whichever scores better.
    func calibrated(on bench: CalibrationBench) throws -> Decimation {
        guard configuration.layers.isEmpty else { return self }
        try compareRows(on: bench)
        let candidates = try [0, bench.model.configuration.layers - 1].map { layer in
            var settings = configuration
            settings.layers = [layer]
            let candidate = try Decimation(settings)
            return (candidate, try bench.score(with: candidate), try bench.loss(with: candidate))
        }
        return candidates[0].1 >= candidates[1].1 ? candidates[0].0 : candidates[1].0
    }

    /// Records with a candidate, and without the strategy: the candidate must have dropped rows.
    private func compareRows(on bench: CalibrationBench) throws {
        var settings = configuration
        settings.layers = [0]
        let (with, without) = (RowCounter(layer: 1), RowCounter(layer: 1))
        try bench.record(with, with: Decimation(settings))
        try bench.record(without, with: nil)
        guard with.count > 0, with.count < without.count else {
            throw StrategyError.unsupported(
                strategy: Self.name.text, reason: "recorded \(with.count) rows, \(without.count) without it")
        }
    }

    func forward(
        _ request: ForwardRequest, in context: ForwardContext, next: (ForwardRequest) throws -> ForwardResult
    ) throws -> ForwardResult {
        var request = request
        request.hooks.append(NewestRows(layers: .some(configuration.layers), share: configuration.beta))
        return try next(request)
    }
}

/// Counts the rows that enter the scan of a layer.
final class RowCounter: Probe {
    let sites: Set<Site> = [.scanInputs]
    let layers: LayerSelection
    private let rows = Mutex(0)

    init(layer: Int) {
        layers = .some([layer])
    }

    var count: Int { rows.withLock { $0 } }

    func observe(_ observation: Observation) throws {
        guard case .scan(let scan) = observation.value else { return }
        rows.withLock { $0 += scan.rows }
    }
}

/// Drops the oldest rows.
struct NewestRows: ScanHook {
    let layers: LayerSelection
    let share: Float
    var selectsRows: Bool { true }

    func importance(of scan: ScanInputs, at layer: Int, survey: Tensor?) -> Tensor? {
        Tensor(scan.positions.map { Float($0) }, shape: [scan.rows], on: scan.x.device)
    }

    func select(
        from importance: [Float], at layer: Int, in layout: SequenceLayout, protected: RowSet
    ) -> RowSelection {
        RowSelection(
            keeping: (0..<layout.count).map { sequence in
                let range = layout.range(of: sequence)
                let first = range.upperBound - Int((Float(range.count) * share).rounded(.up))
                return range.filter { $0 >= first || protected.contains($0) }
            })
    }
}

/// Makes each training example twice.
struct Doubling: ContextStrategy {
    static let name: StrategyName = "rwr"
    let configuration: NoSettings

    init(_ configuration: NoSettings) throws(StrategyError) {
        self.configuration = configuration
    }

    func prepare(
        _ samples: [Sample], in context: DataContext,
        next: @Sendable ([Sample]) async throws -> [TrainingExample]
    ) async throws -> [TrainingExample] {
        try await next(samples + samples)
    }
}

let catalogs = Catalogs(
    strategies: StrategyCatalog([
        StrategyRegistration(Decimation.self, summary: "drops the oldest rows", citation: "none"),
        StrategyRegistration(Doubling.self, summary: "says everything twice", citation: "none"),
        StrategyRegistration(Repetition.self, summary: "says it again", citation: "none"),
        StrategyRegistration(OffsetSteps.self, summary: "moves the steps", citation: "none"),
    ]))

/// The example of the design, without the parts that other pieces of the program bring.
let exampleText = """
    experiment: does-decimation-extrapolate
    seeds: [0, 1]
    model: {architecture: mamba, width: 128, layers: 4, state: 16}
    data: {task: keyed-recall, length: 256, questions: 4}
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
      - {task: keyed-recall, lengths: [256, 512, 2048], depths: [0, 0.5, 1], samples: 20}
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
