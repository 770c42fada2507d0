import CSSMKernels

typealias UnaryKernel = @Sendable (ssm_path, Int64, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?) -> Void
typealias BinaryKernel =
    @Sendable (
        ssm_path, Int64, UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?
    ) -> Void
typealias BroadcastKernel =
    @Sendable (
        ssm_path, Int64, Int64, UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?
    ) -> Void
typealias RowKernel = @Sendable (ssm_path, Int64, Int64, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?) -> Void

/// Kernels over tensors without a history: the arithmetic of the operations, in blocks over the workers.
extension Tensor {
    /// A kernel applied to each element.
    func applying(_ kernel: @escaping UnaryKernel) -> Tensor {
        let result = Tensor(uninitialized: shape, on: device)
        device.elements(count) { [self] range in
            kernel(
                device.path.kernel, Int64(range.count), start + range.lowerBound, result.target + range.lowerBound)
        }
        return result
    }

    /// A kernel applied to each pair of elements.
    ///
    /// - Precondition: the shapes are equal.
    func applying(_ kernel: @escaping BinaryKernel, with other: Tensor) -> Tensor {
        let result = Tensor(uninitialized: shape, on: device)
        device.elements(count) { [self] range in
            kernel(
                device.path.kernel, Int64(range.count), start + range.lowerBound, other.start + range.lowerBound,
                result.target + range.lowerBound)
        }
        return result
    }

    /// alpha · self + beta.
    func scaled(by alpha: Float, plus beta: Float = 0) -> Tensor {
        applying { path, count, x, y in ssm_scale(path, count, alpha, beta, x, y) }
    }

    /// A kernel applied to each row with the same row `other` (D).
    func applyingByRow(_ kernel: @escaping BroadcastKernel, with other: Tensor) -> Tensor {
        let result = Tensor(uninitialized: shape, on: device)
        let columns = rowLength
        device.rowBlocks(rowCount, columns: columns) { [self] range in
            let first = range.lowerBound * columns
            kernel(
                device.path.kernel, Int64(range.count), Int64(columns), start + first, other.start,
                result.target + first)
        }
        return result
    }

    /// A kernel applied to each row with its element of `other` (T).
    func applyingByColumn(_ kernel: @escaping BroadcastKernel, with other: Tensor) -> Tensor {
        let result = Tensor(uninitialized: shape, on: device)
        let columns = rowLength
        device.rowBlocks(rowCount, columns: columns) { [self] range in
            let first = range.lowerBound * columns
            kernel(
                device.path.kernel, Int64(range.count), Int64(columns), start + first,
                other.start + range.lowerBound, result.target + first)
        }
        return result
    }

    /// A kernel that makes one number of each row: (T).
    func reducingRows(_ kernel: @escaping RowKernel) -> Tensor {
        let result = Tensor(uninitialized: [rowCount], on: device)
        let columns = rowLength
        device.rowBlocks(rowCount, columns: max(columns, 1)) { [self] range in
            kernel(
                device.path.kernel, Int64(range.count), Int64(columns), start + range.lowerBound * columns,
                result.target + range.lowerBound)
        }
        return result
    }

    /// The scalar products of the rows of two tensors: (T).
    func dottingRows(with other: Tensor) -> Tensor {
        let result = Tensor(uninitialized: [rowCount], on: device)
        let columns = rowLength
        device.rowBlocks(rowCount, columns: max(columns, 1)) { [self] range in
            let first = range.lowerBound * columns
            ssm_row_dot(
                device.path.kernel, Int64(range.count), Int64(columns), start + first, other.start + first,
                result.target + range.lowerBound)
        }
        return result
    }

    /// The sum of the rows, times those of `other` (T, D) element by element where it is given: (D).
    func summingColumns(times other: Tensor? = nil) -> Tensor {
        let columns = rowLength
        return Tensor.summingRowBlocks(rows: rowCount, shape: [columns], on: device) { [self] range, partial in
            let first = range.lowerBound * columns
            ssm_column_sum(
                device.path.kernel, Int64(range.count), Int64(columns), start + first, other.map { $0.start + first },
                partial.target)
        }
    }

    /// The sum of what `body` adds to a tensor of zeros for each block of rows; blocks are added in order.
    ///
    /// The blocks depend on the number of rows only.
    static func summingRowBlocks(
        rows: Int, shape: [Int], on device: Device, _ body: @escaping @Sendable (Range<Int>, Tensor) -> Void
    ) -> Tensor {
        let size = max(128, (rows + 31) / 32)
        let blocks = max(1, (rows + size - 1) / size)
        let partials = (0..<blocks).map { _ in Tensor.zeros(shape, on: device) }
        device.blocks(of: rows, size: size, isParallel: rows * partials[0].count >= 1 << 16) { range in
            body(range, partials[range.lowerBound / size])
        }
        let sum = partials[0]
        for partial in partials.dropFirst() {
            ssm_axpy(device.path.kernel, Int64(sum.count), 1, partial.start, sum.target)
        }
        return sum
    }

    /// The sum of all elements, in double precision, blocks in order.
    func total() -> Double {
        let size = 1 << 16
        guard count > size else {
            return withExtendedLifetime(storage) { ssm_sum(device.path.kernel, Int64(count), start) }
        }
        let partials = DoublePartials(count: (count + size - 1) / size)
        device.blocks(of: count, size: size) { [self] range in
            partials.set(
                ssm_sum(device.path.kernel, Int64(range.count), start + range.lowerBound),
                at: range.lowerBound / size)
        }
        return partials.sum()
    }
}
