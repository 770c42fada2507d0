import CSSMKernels

extension Tensor {
    /// A tensor of zeros.
    public static func zeros(_ shape: [Int], on device: Device) -> Tensor {
        filled(with: 0, shape: shape, on: device)
    }

    /// A tensor whose elements are all the same.
    public static func filled(with value: Float, shape: [Int], on device: Device) -> Tensor {
        let result = Tensor(uninitialized: shape, on: device)
        device.elements(result.count) { range in
            ssm_fill(device.path.kernel, Int64(range.count), value, result.target + range.lowerBound)
        }
        return result
    }

    /// A scalar.
    static func scalar(_ value: Float, on device: Device) -> Tensor {
        filled(with: value, shape: [], on: device)
    }

    /// Normal random numbers of mean 0 and standard deviation `scale`.
    public static func normal(_ shape: [Int], scale: Float, key: RandomKey, on device: Device) -> Tensor {
        random(shape, key: key, on: device) { generator in
            let pair = generator.normalPair()
            return (Float(pair.first) * scale, Float(pair.second) * scale)
        }
    }

    /// Random numbers uniform in a range.
    public static func uniform(
        _ shape: [Int], in range: ClosedRange<Float>, key: RandomKey, on device: Device
    ) -> Tensor {
        let width = Double(range.upperBound) - Double(range.lowerBound)
        @Sendable func place(_ part: Double) -> Float {
            min(Float(Double(range.lowerBound) + width * part), range.upperBound)
        }
        return random(shape, key: key, on: device) { (place($0.uniform()), place($0.uniform())) }
    }

    /// Random numbers, drawn two at a time in blocks of fixed size that each have a key of their own.
    private static func random(
        _ shape: [Int], key: RandomKey, on device: Device,
        draw: @escaping @Sendable (inout RandomGenerator) -> (Float, Float)
    ) -> Tensor {
        let size = 4096
        let result = Tensor(uninitialized: shape, on: device)
        device.blocks(of: result.count, size: size) { range in
            var generator = key.folding(range.lowerBound / size).generator
            for index in stride(from: range.lowerBound, to: range.upperBound, by: 2) {
                let pair = draw(&generator)
                result.target[index] = pair.0
                if index + 1 < range.upperBound { result.target[index + 1] = pair.1 }
            }
        }
        return result
    }
}
