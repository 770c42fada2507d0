import Foundation
import SSMTensor
import Testing

@Suite struct RandomKeyTests {
    @Test func `the same key gives the same numbers everywhere`() {
        var generator = RandomKey(seed: 7).folding("data").folding(3).generator
        #expect([generator.next(), generator.next()] == [0xf62c_f4ff_41d4_3d11, 0x9d58_f5c4_57b2_bf34])
        #expect(generator.uniform() == 0.6289967959363879)
        #expect(generator.below(1000) == 602)
        #expect([generator.normal(), generator.normal()] == [-0.04836104088368048, 1.4385943717585574])
        #expect(generator.shuffled([0, 1, 2, 3, 4, 5, 6, 7]) == [2, 1, 5, 3, 7, 6, 0, 4])
        #expect(generator.distinct(5, below: 100) == [59, 56, 3, 73, 61])
    }

    @Test func `children are different from each other and from their parent`() {
        let root = RandomKey(seed: 0)
        var keys = [root, root.folding("a"), root.folding("b"), root.folding("ab"), root.folding("")]
        keys += (-500..<500).map { root.folding($0) }
        keys += (0..<500).map { root.folding("a").folding($0) }
        keys += [root.folding("a").folding("b"), root.folding("b").folding("a"), RandomKey(seed: 1)]
        #expect(Set(keys).count == keys.count)
        // Streams of neighbours share no number early on.
        var numbers: Set<UInt64> = []
        for key in keys {
            var generator = key.generator
            for _ in 0..<4 { numbers.insert(generator.next()) }
        }
        #expect(numbers.count == 4 * keys.count)
    }

    @Test func `below is fair`() {
        var generator = RandomKey(seed: 1).generator
        var counts = [Int](repeating: 0, count: 6)
        for _ in 0..<60_000 { counts[generator.below(6)] += 1 }
        // Five standard deviations of a count are 456.
        for count in counts { #expect(abs(count - 10_000) < 460) }
        #expect(generator.below(1) == 0)
        // Numbers below 3/4 of the range are a third each of three quarters, where a plain remainder would not be.
        let bound = 3 << 61
        let low = (0..<30_000).count { _ in generator.below(bound) < 1 << 61 }
        #expect(abs(low - 10_000) < 410)
    }

    @Test func `distinct numbers are distinct and all alike`() {
        var generator = RandomKey(seed: 2).generator
        var counts = [Int](repeating: 0, count: 10)
        for _ in 0..<20_000 {
            let numbers = generator.distinct(3, below: 10)
            #expect(Set(numbers).count == 3)
            for number in numbers { counts[number] += 1 }
        }
        for count in counts { #expect(abs(count - 6000) < 330) }
        #expect(generator.distinct(5, below: 5).sorted() == [0, 1, 2, 3, 4])
        #expect(generator.distinct(0, below: 0).isEmpty)
    }

    @Test func `a shuffle keeps the elements and reaches every order`() {
        var generator = RandomKey(seed: 3).generator
        var orders: [[Int]: Int] = [:]
        for _ in 0..<6000 { orders[generator.shuffled([1, 2, 3]), default: 0] += 1 }
        #expect(orders.count == 6 && orders.keys.allSatisfy { $0.sorted() == [1, 2, 3] })
        for count in orders.values { #expect(abs(count - 1000) < 150) }
        #expect(generator.shuffled([Int]()).isEmpty)
    }

    @Test func `normal numbers are normal`() {
        var generator = RandomKey(seed: 4).generator
        let draws = (0..<100_000).map { _ in generator.normal() }
        let within = [1.0, 2.0, 3.0].map { limit in Double(draws.count { abs($0) < limit }) / 100_000 }
        #expect(abs(within[0] - 0.6827) < 0.007 && abs(within[1] - 0.9545) < 0.003 && abs(within[2] - 0.9973) < 0.001)
        #expect(abs(draws.reduce(0, +) / 100_000) < 0.015)
    }

    @Test func `portable functions agree with the C library`() {
        var generator = RandomKey(seed: 5).generator
        for _ in 0..<20_000 {
            let x = generator.uniform() * 1400 - 700
            #expect(abs(Portable.exp(x) / Foundation.exp(x) - 1) < 5e-15)
            let y = Foundation.exp(x)
            #expect(abs(Portable.log(y) - Foundation.log(y)) <= 4e-16 * max(abs(x), 1))
            let turn = generator.uniform()
            let direction = Portable.direction(ofTurn: turn)
            #expect(abs(direction.cosine - Foundation.cos(2 * .pi * turn)) < 1e-15)
            #expect(abs(direction.sine - Foundation.sin(2 * .pi * turn)) < 1e-15)
            let near = 1 + (generator.uniform() - 0.5) * 1e-3
            #expect(abs(Portable.log(near) / Foundation.log(near) - 1) < 1e-15)
        }
        #expect(Portable.exp(0) == 1 && Portable.log(1) == 0)
        #expect(Portable.exp(-800) == 0 && Portable.exp(800) == .infinity && Portable.exp(709.5).isFinite)
        #expect(Portable.log(0) == -.infinity)
        #expect(abs(Portable.log(.leastNonzeroMagnitude) - Foundation.log(.leastNonzeroMagnitude)) < 1e-12)
        #expect(abs(Portable.exp(-740) / Foundation.exp(-740) - 1) < 0.01)  // subnormal: few bits
    }
}
