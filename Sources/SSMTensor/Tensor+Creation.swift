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
        random(shape, key: key, on: device) { generator in Float(generator.normal()) * scale }
    }

    /// Random numbers uniform in a range.
    public static func uniform(
        _ shape: [Int], in range: ClosedRange<Float>, key: RandomKey, on device: Device
    ) -> Tensor {
        let width = Double(range.upperBound) - Double(range.lowerBound)
        return random(shape, key: key, on: device) { generator in
            min(Float(Double(range.lowerBound) + width * generator.uniform()), range.upperBound)
        }
    }

    /// Random numbers, drawn in blocks of fixed size that each have a key of their own.
    private static func random(
        _ shape: [Int], key: RandomKey, on device: Device,
        draw: @escaping @Sendable (inout RandomGenerator) -> Float
    ) -> Tensor {
        let size = 4096
        let result = Tensor(uninitialized: shape, on: device)
        device.blocks(of: result.count, size: size) { range in
            var generator = key.folding(range.lowerBound / size).generator
            for index in range { result.target[index] = draw(&generator) }
        }
        return result
    }
}
