import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

/// Random parameters as the original code draws them: state-spaces/mamba, `Mamba.__init__` and `_init_weights`.
@Suite struct InitializationTests {
    private let configuration = ModelConfiguration(vocabularySize: 500, width: 64, layers: 4, state: 16)
    private let model: LanguageModel

    init() throws {
        model = try LanguageModel(randomly: configuration, key: RandomKey(seed: 0), on: Device(workers: 1))
    }

    private func values(_ name: String) throws -> [Double] {
        try #require(model.parameters[name], "no \(name)").values.map(Double.init)
    }

    private func block(_ name: String, layer: Int = 1) throws -> [Double] {
        try values("backbone.layers.\(layer).\(name)")
    }

    /// Expects a uniform distribution over ±bound: its limits are nearly reached, its variance is bound²/3.
    private func expectUniform(_ values: [Double], bound: Double, named name: String) {
        let extreme = values.reduce(0) { max($0, abs($1)) }
        let variance = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
        #expect(extreme <= bound * (1 + 1e-6), "\(name)")
        #expect(extreme > bound * 0.95, "\(name)")
        #expect(abs(variance / (bound * bound / 3) - 1) < 0.25, "\(name)")
    }

    @Test func `projections and convolution are uniform over one over the root of their inputs`() throws {
        expectUniform(try block("mixer.in_proj.weight"), bound: 1 / 8, named: "in_proj")
        expectUniform(try block("mixer.x_proj.weight"), bound: 1 / 128.0.squareRoot(), named: "x_proj")
        expectUniform(try block("mixer.dt_proj.weight"), bound: 1 / 2, named: "dt_proj")
        expectUniform(try block("mixer.conv1d.weight"), bound: 1 / 2, named: "conv1d.weight")
        expectUniform(try block("mixer.conv1d.bias"), bound: 1 / 2, named: "conv1d.bias")
        // Divided by the root of the number of layers, so that the residual stream keeps its size.
        expectUniform(try block("mixer.out_proj.weight"), bound: 1 / 128.0.squareRoot() / 2, named: "out_proj")
    }

    @Test func `the embedding is normal of deviation 0.02`() throws {
        let embedding = try values("backbone.embeddings.weight")
        let mean = embedding.reduce(0, +) / Double(embedding.count)
        let deviation = (embedding.reduce(0) { $0 + $1 * $1 } / Double(embedding.count)).squareRoot()
        #expect(abs(mean) < 5e-4)
        #expect(abs(deviation / 0.02 - 1) < 0.02)
        #expect(embedding.contains { abs($0) > 0.06 })
    }

    @Test func `a head of its own is uniform over one over the root of the width`() throws {
        var configuration = configuration
        configuration.tiesEmbeddings = false
        let untied = try LanguageModel(randomly: configuration, key: RandomKey(seed: 0), on: model.device)
        let head = try #require(untied.parameters["lm_head.weight"]).values.map(Double.init)
        expectUniform(head, bound: 1 / Double(configuration.width).squareRoot(), named: "lm_head")
    }

    @Test func `rates are 1 to N, skip and norms are 1`() throws {
        let rates = try block("mixer.A_log").map(Portable.exp)
        for (index, rate) in rates.enumerated() { #expect(abs(rate - Double(index % 16 + 1)) < 1e-5) }
        for name in ["mixer.D", "norm.weight"] { #expect(try block(name).allSatisfy { $0 == 1 }) }
        #expect(try values("backbone.norm_f.weight").allSatisfy { $0 == 1 })
    }

    @Test func `first steps are log-uniform in their range`() throws {
        let steps = try (0..<4).flatMap { try block("mixer.dt_proj.bias", layer: $0) }
            .map { Portable.log(1 + Portable.exp($0)) }
        #expect(steps.allSatisfy { (0.000_999...0.1001).contains($0) })
        let logs = steps.map(Portable.log)
        let (low, high) = (Portable.log(0.001), Portable.log(0.1))
        let mean = logs.reduce(0, +) / Double(logs.count)
        #expect(abs(mean - (low + high) / 2) < 0.2)
        let variance = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(logs.count)
        #expect(abs(variance / ((high - low) * (high - low) / 12) - 1) < 0.2)
    }

    @Test func `the range and the floor of the first steps are keys`() throws {
        var other = configuration
        other.timeStepRange = 0.016...1.6
        other.timeStepFloor = 0.5
        let model = try LanguageModel(randomly: other, key: RandomKey(seed: 0), on: Device(workers: 1))
        let bias = try #require(model.parameters["backbone.layers.0.mixer.dt_proj.bias"])
        let steps = bias.values.map { Portable.log(1 + Portable.exp(Double($0))) }
        #expect(steps.allSatisfy { (0.4999...1.6001).contains($0) })
        #expect(steps.count { abs($0 - 0.5) < 1e-4 } > steps.count / 2)
    }

    @Test func `the key determines every number, whatever the device`() throws {
        let again = try LanguageModel(
            randomly: configuration, key: RandomKey(seed: 0), on: Device(workers: 2, path: .portable, poisoned: true))
        for (name, tensor) in model.parameters {
            expectSameBits(try #require(again.parameters[name]), tensor, named: name)
        }
        let other = try LanguageModel(randomly: configuration, key: RandomKey(seed: 1), on: Device(workers: 1))
        let name = "backbone.layers.0.mixer.in_proj.weight"
        #expect(try #require(other.parameters[name]).values != (try #require(model.parameters[name]).values))
        let layers = try (0..<4).map { try block("mixer.in_proj.weight", layer: $0) }
        #expect(Set(layers).count == 4)
    }

    @Test func `the first numbers of seed 0 are these`() throws {
        // Computed by another program from the definitions of the keys and the distributions.
        let expected: [String: [UInt32]] = [
            "backbone.embeddings.weight": [0xBBE3_B5D0, 0x3C90_7F1A, 0x3C07_1B1F],
            "backbone.layers.0.mixer.in_proj.weight": [0x3D2D_C813, 0x3D97_1DF2, 0xBD34_F314],
            "backbone.layers.3.mixer.dt_proj.bias": [0xC0D9_310A, 0xC0C3_647A, 0xC01E_1A33],
        ]
        for (name, bits) in expected {
            #expect(try #require(model.parameters[name]).values.prefix(3).map(\.bitPattern) == bits, "\(name)")
        }
    }

    @Test func `parameters are counted as published`() {
        func count(_ width: Int, _ layers: Int) -> Int {
            ModelConfiguration(vocabularySize: 50_280, width: width, layers: layers).parameterCount
        }
        #expect(count(768, 24) == 129_135_360)
        #expect(count(2560, 64) == 2_768_345_600)
        #expect(model.parameters.parameterCount == configuration.parameterCount)
    }
}
