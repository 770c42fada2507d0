import CSSMKernels
import Testing

struct WideningTests {
    /// All numbers of 16 bits, in an order that mixes ordinary ones with subnormals and NaN.
    private let all: [UInt16] = (0...65535).map { UInt16(truncatingIfNeeded: $0 * 40_503) }

    /// The bits that a kernel makes of numbers that begin `shift` bytes after a boundary.
    private func widened(
        _ kernel: (ssm_path, Int64, UnsafeRawPointer, UnsafeMutablePointer<Float>) -> Void, _ path: Path,
        _ numbers: ArraySlice<UInt16>, shift: Int = 0
    ) -> [UInt32] {
        let output = GuardedFloats(count: numbers.count)
        let source = UnsafeMutableRawPointer.allocate(byteCount: 2 * numbers.count + shift, alignment: 64)
        defer { source.deallocate() }
        for (index, number) in numbers.enumerated() {
            (source + shift + 2 * index).storeBytes(of: number, as: UInt16.self)
        }
        kernel(path.kernel, Int64(numbers.count), source + shift, output.pointer)
        return output.result("widen").map(\.bitPattern)
    }

    /// Binary16 by the definition of IEEE 754: sign, significand and power of two.
    private func binary16(_ bits: UInt16) -> UInt32 {
        let (exponent, fraction) = (Int(bits >> 10 & 31), Int(bits & 1023))
        let sign: Float = bits >> 15 == 0 ? 1 : -1
        if exponent == 31 { return UInt32(bits >> 15) << 31 | 0x7F80_0000 | UInt32(fraction) << 13 }
        let magnitude =
            exponent == 0
            ? Float(sign: .plus, exponent: -24, significand: Float(fraction))
            : Float(sign: .plus, exponent: exponent - 25, significand: Float(1024 + fraction))
        return (sign * magnitude).bitPattern
    }

    @Test(arguments: Path.available)
    func `every number has its value, and every NaN its bits`(_ path: Path) {
        #expect(widened(ssm_widen_bfloat16, path, all[...]) == all.map { UInt32($0) << 16 })
        #expect(widened(ssm_widen_binary16, path, all[...]) == all.map(binary16))
    }

    @Test(arguments: Path.available, [0, 1, 2, 3])
    func `any number of them at any place is widened, and nothing beyond`(_ path: Path, _ shift: Int) {
        for size in oddSizes {
            let numbers = all[size..<2 * size]
            #expect(widened(ssm_widen_bfloat16, path, numbers, shift: shift) == numbers.map { UInt32($0) << 16 })
            #expect(widened(ssm_widen_binary16, path, numbers, shift: shift) == numbers.map(binary16))
        }
    }
}
