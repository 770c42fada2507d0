import SSMTensor
import SSMTrain
import Testing

@Suite struct AdamWTests {
    /// The update in double precision, element by element, from the formulas of the paper.
    private struct Naive {
        var parameters: [Double]
        var means: [Double]
        var squares: [Double]

        init(_ parameters: [Float]) {
            self.parameters = parameters.map(Double.init)
            means = parameters.map { _ in 0 }
            squares = parameters.map { _ in 0 }
        }

        mutating func update(_ gradient: [Float], _ update: AdamWUpdate) {
            var (power1, power2) = (1.0, 1.0)
            for _ in 0..<update.step {
                power1 *= update.beta1
                power2 *= update.beta2
            }
            for index in parameters.indices {
                let slope = Double(gradient[index]) * update.gradientScale
                means[index] = update.beta1 * means[index] + (1 - update.beta1) * slope
                squares[index] = update.beta2 * squares[index] + (1 - update.beta2) * slope * slope
                let root = (squares[index] / (1 - power2)).squareRoot() + update.epsilon
                parameters[index] -= update.learningRate * update.weightDecay * parameters[index]
                parameters[index] -= update.learningRate * means[index] / (1 - power1) / root
            }
        }
    }

    /// Float32 against double precision over some steps with parameters near 1.
    private static let roundingOfSteps = 5e-6

    private func update(_ step: Int) -> AdamWUpdate {
        AdamWUpdate(
            learningRate: 0.01, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1, gradientScale: 0.5,
            step: step)
    }

    private func gradient(_ step: Int, count: Int, on device: Device) -> Tensor {
        .normal([count], scale: 1, key: RandomKey(seed: 2).folding(step), on: device)
    }

    @Test(arguments: SIMDPath.allCases.filter(\.isAvailable), [0, 1, 7, 16, 17, 101, 70_001])
    func `five updates match the naive ones`(_ path: SIMDPath, _ count: Int) {
        let device = Device(workers: 2, path: path, poisoned: true)
        var parameter = Tensor.normal([count], scale: 1, key: RandomKey(seed: 1), on: device)
        var mean = Tensor.zeros([count], on: device)
        var meanSquare = Tensor.zeros([count], on: device)
        var naive = Naive(parameter.values)
        for step in 1...5 {
            let gradient = gradient(step, count: count, on: device)
            naive.update(gradient.values, update(step))
            parameter.adamW(gradient: gradient, mean: &mean, meanSquare: &meanSquare, update(step))
        }
        for (values, expected) in [
            (parameter.values, naive.parameters), (mean.values, naive.means), (meanSquare.values, naive.squares),
        ] {
            #expect(values.count == count)
            #expect(zip(values, expected).allSatisfy { abs(Double($0) - $1) < AdamWTests.roundingOfSteps })
        }
    }

    @Test func `one and two workers give the same bits`() {
        let results = [1, 2].map { workers in
            let device = Device(workers: workers, poisoned: true)
            var parameter = Tensor.normal([200_003], scale: 1, key: RandomKey(seed: 1), on: device)
            var mean = Tensor.zeros([200_003], on: device)
            var meanSquare = Tensor.zeros([200_003], on: device)
            let gradient = gradient(1, count: 200_003, on: device)
            parameter.adamW(gradient: gradient, mean: &mean, meanSquare: &meanSquare, update(1))
            return (parameter.values.map(\.bitPattern), gradient.sumOfSquares())
        }
        #expect(results[0].0 == results[1].0)
        #expect(results[0].1 == results[1].1)
    }

    @Test func `a tensor that somebody else holds is not written`() {
        let device = Device(workers: 1, poisoned: true)
        let original = Tensor([1, 2, 3], shape: [3], on: device)
        var parameter = original
        var mean = Tensor.zeros([3], on: device)
        var meanSquare = Tensor.zeros([3], on: device)
        let gradient = Tensor([1, -1, 1], shape: [3], on: device)
        parameter.adamW(gradient: gradient, mean: &mean, meanSquare: &meanSquare, update(1))
        #expect(original.values == [1, 2, 3])
        #expect(parameter.values != original.values)
        #expect(gradient.values == [1, -1, 1])
    }

    @Test func `tensors that nobody else holds are written in place`() {
        let device = Device(workers: 1, poisoned: true)
        var parameter = Tensor.filled(with: 1, shape: [5000], on: device)
        var mean = Tensor.zeros([5000], on: device)
        var meanSquare = Tensor.zeros([5000], on: device)
        let gradient = gradient(1, count: 5000, on: device)
        device.resetPeak()
        parameter.adamW(gradient: gradient, mean: &mean, meanSquare: &meanSquare, update(1))
        #expect(device.peakBytes == device.bytesInUse)
        #expect(parameter.values.allSatisfy { $0 != 1 })
    }

    @Test func `matrices decay, vectors and the scan's own parameters do not`() {
        let decayed: [(String, [Int])] = [
            ("model/backbone.embeddings.weight", [50, 16]), ("model/lm_head.weight", [50, 16]),
            ("model/backbone.layers.0.mixer.in_proj.weight", [64, 16]),
            ("model/backbone.layers.0.mixer.conv1d.weight", [32, 1, 4]),
            ("model/backbone.layers.0.mixer.dt_proj.weight", [32, 1]),
        ]
        let kept: [(String, [Int])] = [
            ("model/backbone.layers.0.mixer.A_log", [32, 16]), ("model/backbone.layers.0.mixer.D", [32]),
            ("model/backbone.layers.0.mixer.D", [4, 8]), ("model/backbone.layers.0.mixer.dt_proj.bias", [32]),
            ("model/backbone.layers.0.norm.weight", [16]), ("model/backbone.norm_f.weight", [16]),
            ("model/backbone.layers.0.mixer.conv1d.bias", [32]), ("strategies/x/A_log", [2, 2]),
        ]
        #expect(decayed.filter { !AdamW.decays($0.0, shape: $0.1) }.map(\.0) == [])
        #expect(kept.filter { AdamW.decays($0.0, shape: $0.1) }.map(\.0) == [])
    }

    @Test func `only decaying parameters shrink, and those without a gradient stay`() throws {
        let device = Device(workers: 1, poisoned: true)
        let names = ["in_proj.weight", "A_log", "norm.weight", "unused.weight"]
        var tree = ParameterTree()
        for name in names {
            let shape = name == "norm.weight" ? [4] : [2, 2]
            tree[name] = .filled(with: 1, shape: shape, on: device)
        }
        var parameters = tree.map(\.tensor)
        var gradients: [Tensor?] = parameters.map { .zeros($0.shape, on: device) }
        gradients[3] = nil
        var optimizer = AdamW(tree)
        let stage = try StageConfiguration(learningRate: 0.1, schedule: .constant, weightDecay: 0.5)
        optimizer.update(&parameters, gradients: gradients, stage: stage, step: 0, gradientScale: 1)
        #expect(parameters.map { $0.values[0] } == [0.95, 1, 1, 1])
    }
}
