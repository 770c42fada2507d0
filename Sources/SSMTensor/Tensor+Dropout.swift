extension Tensor {
    /// Factors of inverted dropout: 0 with a probability, 1 / (1 - probability) otherwise.
    ///
    /// Each row has a key of its own, so that a row's factors do not depend on what it is computed with.
    ///
    /// - Shapes: returns (keys, columns).
    /// - Precondition: `probability` is in 0 ..< 1.
    package static func dropoutFactors(
        columns: Int, probability: Double, keys: [RandomKey], on device: Device
    ) -> Tensor {
        precondition((0..<1).contains(probability), "dropoutFactors: a probability of \(probability)")
        let kept = Float(1 / (1 - probability))
        let result = Tensor(uninitialized: [keys.count, columns], on: device)
        device.rowBlocks(keys.count, columns: columns) { range in
            for row in range {
                var generator = keys[row].generator
                for column in 0..<columns {
                    result.target[row * columns + column] = generator.uniform() < probability ? 0 : kept
                }
            }
        }
        return result
    }
}
