import CSSMKernels

extension Tensor {
    /// The elements as the nearest IEEE 754 binary16 numbers, ties to even.
    package var binary16: [UInt16] {
        [UInt16](unsafeUninitializedCapacity: count) { numbers, initialized in
            if let target = numbers.baseAddress {
                ssm_narrow_binary16(device.path.kernel, Int64(count), start, target)
            }
            initialized = count
        }
    }

    /// Binary16 numbers as float32, which has all of them.
    ///
    /// - Precondition: there are as many as the shape says.
    package init(binary16 numbers: [UInt16], shape: [Int], on device: Device) {
        self.init(uninitialized: shape, on: device)
        precondition(numbers.count == count, "Tensor: \(numbers.count) numbers for the shape \(shape)")
        numbers.withUnsafeBytes { bytes in
            if let source = bytes.baseAddress {
                ssm_widen_binary16(device.path.kernel, Int64(count), source, target)
            }
        }
    }
}
