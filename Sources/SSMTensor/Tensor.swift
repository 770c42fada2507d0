/// Float32 numbers in a row-major array of any rank, on a device.
///
/// Tensors are values: nothing changes one after it is made. A range of rows shares the storage of its source. A tensor
/// that was computed from `tracked()` ones remembers how, so that `gradients()` can run backwards.
public struct Tensor: Sendable {
    /// Length along each axis; empty for a scalar.
    public let shape: [Int]

    var storage: Storage
    let offset: Int
    let output: NodeOutput?

    init(storage: Storage, offset: Int, shape: [Int], output: NodeOutput?) {
        self.storage = storage
        self.offset = offset
        self.shape = shape
        self.output = output
    }

    /// Number of elements.
    public var count: Int { Tensor.elementCount(shape) }

    /// Number of axes.
    public var rank: Int { shape.count }

    /// Length of the first axis.
    ///
    /// - Precondition: the tensor is not a scalar.
    public var rows: Int {
        precondition(!shape.isEmpty, "rows: a scalar has none")
        return shape[0]
    }

    /// Length of the last axis.
    ///
    /// - Precondition: the tensor is not a scalar.
    public var columns: Int {
        precondition(!shape.isEmpty, "columns: a scalar has none")
        return shape[shape.count - 1]
    }

    /// The device that holds the tensor and computes with it.
    public var device: Device { storage.device }

    /// The only element.
    ///
    /// - Precondition: there is exactly one.
    public var item: Float {
        precondition(count == 1, "item: the shape \(shape) has \(count) elements")
        return withSpan { $0[0] }
    }

    /// The same elements in another shape; differentiable.
    ///
    /// - Precondition: both shapes have the same number of elements.
    public func reshaped(_ newShape: [Int]) -> Tensor {
        precondition(Tensor.elementCount(newShape) == count, "reshaped: \(shape) to \(newShape)")
        let shape = shape
        return Tensor(storage: storage, offset: offset, shape: newShape, output: nil)
            .recorded(from: [self]) { gradient, _ in [.whole(gradient.reshaped(shape))] }
    }

    /// A leaf of the same elements: `gradients()` of what is computed from it will have its gradient.
    public func tracked() -> Tensor {
        Tensor(storage: storage, offset: offset, shape: shape, output: NodeOutput(node: Node(), index: 0))
    }

    /// Whether a gradient can flow into this tensor.
    public var isTracked: Bool { output != nil }

    /// The same elements without a history.
    public var detached: Tensor {
        Tensor(storage: storage, offset: offset, shape: shape, output: nil)
    }

    /// A copy on another device, without a history.
    public func moved(to device: Device) -> Tensor {
        let copy = Tensor(uninitialized: shape, on: device)
        copy.target.update(from: start, count: count)
        return copy
    }

    static func elementCount(_ shape: [Int]) -> Int {
        var count = 1
        for length in shape {
            precondition(length >= 0, "Tensor: the shape \(shape) has a negative length")
            count *= length
        }
        return count
    }

    /// Number of rows when all axes but the last are taken as one; 1 for a scalar.
    var rowCount: Int { shape.dropLast().reduce(1, *) }

    /// Number of elements of such a row; 1 for a scalar.
    var rowLength: Int { shape.last ?? 1 }
}
