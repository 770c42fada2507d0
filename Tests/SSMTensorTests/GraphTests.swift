import SSMTensor
import Testing

/// Reverse mode and the memory of a computation.
@Suite struct GraphTests {
    private let device = Devices.poisoned

    @Test(arguments: [100_000, 1_000_000])
    func `a long chain has gradients and is freed`(_ length: Int) {
        let device = Device(workers: 1, poisoned: true)
        let leaf = Tensor([1, 2], shape: [2], on: device).tracked()
        let before = device.bytesInUse
        do {
            var x = leaf
            for _ in 0..<length { x = x.reshaped([2]) }
            x = x * 3
            #expect(x.sum().gradients()[leaf]?.values == [3, 3])
        }
        #expect(device.bytesInUse == before)
    }

    @Test func `a wide graph whose nodes are shared is freed`() {
        let device = Device(workers: 1, poisoned: true)
        let leaf = Tensor([1], shape: [1], on: device).tracked()
        let before = device.bytesInUse
        do {
            var x = leaf
            for _ in 0..<50 { x = (x + x) / 2 }
            #expect(x.sum().gradients()[leaf]?.values == [1])
        }
        #expect(device.bytesInUse == before)
    }

    @Test func `gradients of a tensor that is used several times are added`() {
        let x = Tensor([2, 3], shape: [2], on: device).tracked()
        let y = x * x  // used twice below
        let gradient = (y + y * y + x).sum().gradients()[x]
        #expect(gradient?.values == [37, 115])  // 2x + 4x³ + 1
    }

    @Test func `gradients do not change when they are asked for again`() {
        let x = inputs([7, 5], seed: 1, on: device).tracked()
        let loss = weightedSum([x.silu() * x, x.rows(2..<4), x.rows(3..<7).exp(), x])
        let first = loss.gradients()[x]?.values
        let again = loss.gradients()[x]?.values
        #expect(first == again)
        let product = x * 2
        _ = product.sum().gradients()
        #expect(product.values == x.values.map { $0 * 2 })
    }

    @Test(arguments: [[2, 3], [3], [2, 1]]) func `a scaled gradient is that of a product, the values stay`(
        _ shape: [Int]
    ) {
        let x = inputs([2, 3], seed: 2, on: device).tracked()
        let factors = inputs(shape, seed: 3, on: device).tracked()
        let scaled = x.scalingGradient(by: factors)
        #expect(scaled.values == x.values)
        let gradients = weightedSum([scaled.exp()]).gradients()
        let plain = weightedSum([x.exp()]).gradients()[x]
        #expect(gradients[x]?.values == plain.map { ($0 * factors.detached).values })
        #expect(gradients[factors] == nil)
        #expect(!x.detached.scalingGradient(by: factors).isTracked)
    }

    @Test func `only leaves keep gradients`() {
        let x = Tensor([2], shape: [1], on: device).tracked()
        let other = Tensor([2], shape: [1], on: device).tracked()
        let middle = x * 3
        let gradients = middle.sum().gradients()
        #expect(gradients[x]?.values == [3])
        #expect(gradients[middle] == nil)
        #expect(gradients[x.detached] == nil)
        #expect(gradients[other] == nil)
    }

    @Test func `what is detached gets no gradient`() {
        let x = Tensor([2], shape: [1], on: device).tracked()
        #expect(!x.detached.isTracked && x.isTracked && (x * 2).isTracked)
        #expect((x * x.detached).sum().gradients()[x]?.values == [2])
        #expect((x.detached * 2).sum().gradients()[x] == nil)
    }

    @Test func `a leaf is its own gradient's scalar`() {
        let x = Tensor([2], shape: [1], on: device).tracked()
        #expect(x.gradients()[x]?.values == [1])
    }

    @Test func `gradients flow between overlapping rows`() {
        let x = Tensor([1, 2, 3, 4], shape: [4, 1], on: device).tracked()
        let loss = x.rows(0..<3).sum() + (x.rows(1..<4) * 10).sum() + x.rows(2..<2).sum()
        #expect(loss.gradients()[x]?.values == [1, 11, 11, 10])
    }

    @Test func `adding writes over nothing that somebody holds`() {
        let left = Tensor([1, 2], shape: [2], on: device)
        let right = Tensor([10, 20], shape: [2], on: device)
        #expect(left.adding(right).values == [11, 22])
        #expect(left.values == [1, 2] && right.values == [10, 20])
        #expect((left * 2).adding(right).values == [12, 24])
        #expect(right.adding(left * 2).values == [12, 24])
        #expect(left.values == [1, 2] && right.values == [10, 20])
    }
}
