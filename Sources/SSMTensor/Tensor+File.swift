import CSSMKernels

extension Tensor {
    /// The float32 numbers of a mapped file, row by row, without a copy.
    ///
    /// The tensor keeps the mapping. What would change it in place copies it first.
    ///
    /// - Precondition: the offset is a multiple of 4, and the numbers lie inside the mapping.
    package init(mapping file: MappedFile, at offset: Int, shape: [Int], on device: Device) {
        let storage = Storage(file, at: offset, count: Tensor.elementCount(shape), on: device)
        self.init(storage: storage, offset: 0, shape: shape, output: nil)
    }

    /// Numbers of 16 bits in a mapped file as float32; infinities, subnormals and the bits of NaN are kept.
    ///
    /// - Precondition: the numbers lie inside the mapping; they may be unaligned.
    package init(
        widening format: NarrowFloat, of file: MappedFile, at offset: Int, shape: [Int], on device: Device
    ) {
        self.init(uninitialized: shape, on: device)
        let path = device.path.kernel
        precondition(
            offset >= 0 && offset + 2 * count <= file.size,
            "Tensor: \(count) numbers of 16 bits at byte \(offset) of a mapping of \(file.size)")
        device.elements(count) { [self] range in
            let source = file.base + offset + 2 * range.lowerBound
            switch format {
            case .bfloat16: ssm_widen_bfloat16(path, Int64(range.count), source, target + range.lowerBound)
            case .binary16: ssm_widen_binary16(path, Int64(range.count), source, target + range.lowerBound)
            }
        }
    }
}
