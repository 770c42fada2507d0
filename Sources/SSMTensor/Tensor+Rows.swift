import CSSMKernels

extension Tensor {
    /// A range of rows of (T, ...), on the same storage; differentiable.
    ///
    /// - Precondition: the range is within the rows.
    public func rows(_ range: Range<Int>) -> Tensor {
        precondition(
            rank >= 1 && range.lowerBound >= 0 && range.upperBound <= shape[0],
            "rows: \(range) is not within the rows of \(shape)")
        let size = Tensor.elementCount(Array(shape.dropFirst()))
        let (whole, place) = (shape, range.lowerBound * size)
        return Tensor(
            storage: storage, offset: offset + place, shape: [range.count] + shape.dropFirst(), output: nil
        ).recorded(from: [self]) { gradient, _ in [.part(gradient, at: place, shape: whole)] }
    }

    /// The rows of these indices, in this order and as often as they are named: (indices, ...); differentiable.
    ///
    /// - Precondition: every index is a row.
    public func gathered(rows indices: [Int]) -> Tensor {
        precondition(rank >= 1, "gathered: a scalar has no rows")
        for index in indices {
            precondition(index >= 0 && index < shape[0], "gathered: no row \(index) in \(shape)")
        }
        let whole = shape
        let rows = indices.map { Int64($0) }
        return gatheringRows(rows).recorded(from: [self]) { gradient, _ in
            [.whole(gradient.scatteringRows(rows, into: whole))]
        }
    }

    /// The rows of a table (V, D) that these tokens name: (T, D); differentiable in the table.
    ///
    /// - Precondition: every token is a row of the table.
    public static func embedding(_ ids: [TokenID], table: Tensor) -> Tensor {
        precondition(table.rank == 2, "embedding: the table \(table.shape) is not a matrix")
        return table.gathered(rows: ids.map { Int($0) })
    }

    /// The rows of several tensors (T, ...), one after the other; differentiable.
    ///
    /// - Precondition: there is at least one tensor, and all shapes agree behind the first axis.
    public static func concatenating(_ tensors: [Tensor]) -> Tensor {
        guard let first = tensors.first else { preconditionFailure("concatenating: no tensors") }
        let rest = first.shape.dropFirst()
        for tensor in tensors {
            precondition(
                tensor.rank >= 1 && tensor.shape.dropFirst() == rest,
                "concatenating: \(first.shape) and \(tensor.shape) differ")
        }
        let lengths = tensors.map { $0.shape[0] }
        let result = Tensor(uninitialized: [lengths.reduce(0, +)] + rest, on: first.device)
        var place = 0
        for tensor in tensors {
            (result.target + place).update(from: tensor.start, count: tensor.count)
            place += tensor.count
        }
        return result.recorded(from: tensors) { gradient, needs in
            var row = 0
            return zip(lengths, needs).map { length, isNeeded in
                defer { row += length }
                return isNeeded ? .whole(gradient.rows(row..<(row + length))) : nil
            }
        }
    }

    /// A range of the columns of (T, D), copied: (T, range); differentiable.
    ///
    /// - Precondition: the range is within the columns.
    public func columns(_ range: Range<Int>) -> Tensor {
        precondition(
            rank == 2 && range.lowerBound >= 0 && range.upperBound <= shape[1],
            "columns: \(range) is not within the columns of \(shape)")
        let whole = shape
        let result = Tensor(uninitialized: [whole[0], range.count], on: device)
        device.rowBlocks(whole[0], columns: range.count) { [self] rows in
            for row in rows {
                (result.target + row * range.count)
                    .update(from: start + row * whole[1] + range.lowerBound, count: range.count)
            }
        }
        return result.recorded(from: [self]) { gradient, _ in
            let padded = Tensor.zeros(whole, on: gradient.device)
            for row in 0..<whole[0] {
                (padded.target + row * whole[1] + range.lowerBound)
                    .update(from: gradient.start + row * range.count, count: range.count)
            }
            return [.whole(padded)]
        }
    }

    /// Copies of rows.
    func gatheringRows(_ indices: [Int64]) -> Tensor {
        let result = Tensor(uninitialized: [indices.count] + shape.dropFirst(), on: device)
        let columns = Tensor.elementCount(Array(shape.dropFirst()))
        device.rowBlocks(indices.count, columns: columns) { [self] range in
            indices[range].withUnsafeBufferPointer { rows in
                ssm_gather_rows(
                    Int64(range.count), Int64(columns), rows.baseAddress, start,
                    result.target + range.lowerBound * columns)
            }
        }
        return result
    }

    /// Zeros of a shape to which the rows of this tensor are added at these indices, in order.
    func scatteringRows(_ indices: [Int64], into shape: [Int]) -> Tensor {
        let result = Tensor.zeros(shape, on: device)
        let columns = Tensor.elementCount(Array(shape.dropFirst()))
        guard !indices.isEmpty, columns > 0 else { return result }
        device.blocks(of: columns, size: 64, isParallel: count >= 1 << 16) { [self] range in
            indices.withUnsafeBufferPointer { rows in
                ssm_scatter_add_rows(
                    Int64(indices.count), Int64(columns), rows.baseAddress, start, result.target,
                    Int64(range.lowerBound), Int64(range.upperBound))
            }
        }
        return result
    }
}
