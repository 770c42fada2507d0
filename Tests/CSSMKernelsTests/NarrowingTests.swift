import CSSMKernels
import Testing

struct NarrowingTests {
    private func narrowed(_ path: Path, _ numbers: [Float]) -> [UInt16] {
        let source = GuardedFloats(numbers)
        // Three numbers more than there is room for, so that a write beyond shows.
        var result = [UInt16](repeating: 0xBEEF, count: numbers.count + 3)
        ssm_narrow_binary16(path.kernel, Int64(numbers.count), source.pointer, &result)
        #expect(result.suffix(3).allSatisfy { $0 == 0xBEEF })
        return Array(result.dropLast(3))
    }

    @Test(arguments: Path.available)
    func `every binary16 number comes back, and what lies between two goes to the nearest`(_ path: Path) {
        let all = (0...UInt16.max).map { Float16(bitPattern: $0) }.filter { !$0.isNaN }
        let exact = all.map { Float($0) }
        #expect(narrowed(path, exact) == all.map(\.bitPattern))
        let middles = exact.map { ($0 + Float(Float16($0).nextUp)) / 2 }.filter { !$0.isNaN }
        for numbers in [middles, middles.map(\.nextUp), middles.map(\.nextDown)] {
            #expect(narrowed(path, numbers) == numbers.map { Float16($0).bitPattern })
        }
    }

    @Test(arguments: Path.available)
    func `large, tiny and no numbers`(_ path: Path) {
        let edges: [Float] = [
            65519.99, 65520, 65536, 1e30, .infinity, 0x1p-25, (0x1p-25 as Float).nextUp, 0x1p-26,
            .leastNonzeroMagnitude, 0,
        ]
        let numbers = edges + edges.map { -$0 }
        #expect(narrowed(path, numbers) == numbers.map { Float16($0).bitPattern })
        let nothing = narrowed(path, [.nan, -.nan, Float(bitPattern: 0x7F80_0001)])
        #expect(nothing.allSatisfy { Float16(bitPattern: $0).isNaN })
        #expect(nothing[1] >> 15 == 1)
    }

    @Test(arguments: Path.available)
    func `any number of them is narrowed, and nothing beyond`(_ path: Path) {
        for size in oddSizes {
            let numbers = Numbers(seed: 5).uniform("x", size, in: -70_000...70_000)
            #expect(narrowed(path, numbers) == numbers.map { Float16($0).bitPattern })
        }
    }
}
