import SSMTensor

/// Numbers for tests, each name with its own stream.
struct Numbers {
    let key: RandomKey

    init(seed: UInt64) { key = RandomKey(seed: seed) }

    func uniform(_ name: String, _ count: Int, in range: ClosedRange<Float> = -1...1) -> [Float] {
        var generator = key.folding(name).generator
        return (0..<count).map { _ in
            let unit = Float(generator.next() >> 40) / Float(1 << 24)
            return range.lowerBound + unit * (range.upperBound - range.lowerBound)
        }
    }
}

/// The derivative of `function` with respect to each coordinate, by central differences in double precision.
func finiteDifferences(at point: [Double], of function: ([Double]) -> Double) -> [Double] {
    let width = 1e-5
    return point.indices.map { index in
        var moved = point
        moved[index] = point[index] + width
        let above = function(moved)
        moved[index] = point[index] - width
        return (above - function(moved)) / (2 * width)
    }
}

extension [Float] {
    var doubles: [Double] { map(Double.init) }
}

/// The sum of products, the scalar that gradients of tests are taken of.
func dot(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
}
