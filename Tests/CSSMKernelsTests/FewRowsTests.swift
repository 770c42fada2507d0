import CSSMKernels
import Testing

struct FewRowsTests {
    private let numbers = Numbers(seed: 5)

    /// x (count, inner), w (outer, inner) and the product of rows begin..<end, NaN elsewhere.
    private func product(
        _ path: Path, _ x: [Float], _ w: [Float], count: Int, inner: Int, outer: Int, rows: Range<Int>
    ) -> [Float] {
        let (left, right, output) = (GuardedFloats(x), GuardedFloats(w), GuardedFloats(count: count * outer))
        ssm_few_rows(
            path.kernel, Int64(count), Int64(inner), Int64(outer), left.pointer, right.pointer, output.pointer,
            Int64(rows.lowerBound), Int64(rows.upperBound))
        return output.result("few rows")
    }

    @Test(arguments: Path.available, Array(1...4))
    func `products match the definition`(_ path: Path, _ count: Int) {
        for (inner, outer) in [(0, 3), (1, 1), (16, 7), (33, 13), (97, 18), (131, 5)] {
            let (x, w) = (numbers.uniform("x", count * inner), numbers.uniform("w", outer * inner))
            let y = product(path, x, w, count: count, inner: inner, outer: outer, rows: 0..<outer)
            let exact = (0..<count * outer).map { place in
                (0..<inner).reduce(0.0) {
                    $0 + Double(x[place / outer * inner + $1]) * Double(w[place % outer * inner + $1])
                }
            }
            expectClose(y, exact, within: .sumOrder, named: "y of \(count) x \(inner) x \(outer)")
        }
    }

    @Test(arguments: Path.available, Array(1...4))
    func `bits of a product depend neither on the count nor on the range`(_ path: Path, _ count: Int) {
        let (inner, outer) = (37, 21)
        let (x, w) = (numbers.uniform("x", count * inner), numbers.uniform("w", outer * inner))
        let whole = product(path, x, w, count: count, inner: inner, outer: outer, rows: 0..<outer)
        for m in 0..<count {
            let row = Array(x[m * inner..<(m + 1) * inner])
            let alone = product(path, row, w, count: 1, inner: inner, outer: outer, rows: 0..<outer)
            expectSameBits(Array(whole[m * outer..<(m + 1) * outer]), alone, named: "row \(m)")
        }
        let part = product(path, x, w, count: count, inner: inner, outer: outer, rows: 3..<14)
        for place in whole.indices {
            let expected = (3..<14).contains(place % outer) ? whole[place] : .nan
            expectSameBits([part[place]], [expected], named: "product \(place) of the range")
        }
    }
}
