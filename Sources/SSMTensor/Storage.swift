import Foundation

/// Memory from the system, aligned to 64 bytes; large blocks ask for huge pages, because the hardware's read-ahead stops
/// at every border of a page.
///
/// Sound to send: a block has one owner at a time, the pool or one storage.
struct Block: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
    let size: Int
    private static let hugePage = 2 << 20

    init(size: Int) {
        let isLarge = size >= Block.hugePage
        base = .allocate(byteCount: size, alignment: isLarge ? Block.hugePage : 64)
        self.size = size
        if isLarge { madvise(base, size, MADV_HUGEPAGE) }
    }

    func deallocate() {
        base.deallocate()
    }
}

/// The floats of one or several tensors.
///
/// Sound to send: the floats are written only by the operation that made the storage, before anyone else sees it, or
/// by an owner that has checked that it is the only one.
final class Storage: @unchecked Sendable {
    let device: Device
    let count: Int
    let base: UnsafeMutablePointer<Float>
    private let block: Block

    /// Storage of undefined content, NaN on a poisoned device.
    init(count: Int, on device: Device) {
        self.device = device
        self.count = count
        block = device.memory.allocate(count * MemoryLayout<Float>.stride)
        base = block.base.bindMemory(to: Float.self, capacity: count)
        if device.isPoisoned {
            base.initialize(repeating: .nan, count: count)
        }
    }

    deinit {
        device.memory.release(block, bytes: count * MemoryLayout<Float>.stride)
    }
}

extension Tensor {
    /// A tensor of undefined content, NaN on a poisoned device.
    ///
    /// - Precondition: the caller writes every element before it hands the tensor out.
    init(uninitialized shape: [Int], on device: Device) {
        self.init(
            storage: Storage(count: Tensor.elementCount(shape), on: device), offset: 0, shape: shape, output: nil)
    }

    /// The first element, for reading.
    var start: UnsafePointer<Float> { UnsafePointer(storage.base + offset) }

    /// The first element, for the operation that makes this tensor.
    var target: UnsafeMutablePointer<Float> { storage.base + offset }

    /// A tensor of these values, row by row.
    ///
    /// - Precondition: there are as many values as the shape has elements.
    public init(_ values: [Float], shape: [Int], on device: Device) {
        self.init(uninitialized: shape, on: device)
        precondition(values.count == count, "Tensor: \(values.count) values for the shape \(shape)")
        values.withUnsafeBufferPointer { values in
            guard let first = values.baseAddress else { return }
            target.update(from: first, count: values.count)
        }
    }

    /// All elements, row by row.
    public var values: [Float] {
        withExtendedLifetime(storage) { Array(UnsafeBufferPointer(start: start, count: count)) }
    }

    /// Calls `body` with the elements, row by row.
    public func withSpan<Result>(_ body: (Span<Float>) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(storage) {
            try body(UnsafeBufferPointer(start: start, count: count).span)
        }
    }

    /// Calls `body` with the elements for writing; copies them first when another tensor shares them.
    mutating func withUniqueTarget<Result>(_ body: (UnsafeMutablePointer<Float>) -> Result) -> Result {
        if !isKnownUniquelyReferenced(&storage) {
            let copy = Tensor(uninitialized: shape, on: device)
            copy.target.update(from: start, count: count)
            self = copy
        }
        return withExtendedLifetime(storage) { body(target) }
    }

    /// A tensor of this shape whose elements `body` writes, row by row.
    ///
    /// - Precondition: `body` writes every element; what it leaves out is undefined (NaN on a poisoned device).
    public init(
        shape: [Int], on device: Device, initializing body: (inout MutableSpan<Float>) throws -> Void
    ) rethrows {
        self.init(uninitialized: shape, on: device)
        try withExtendedLifetime(storage) {
            var span = UnsafeMutableBufferPointer(start: target, count: count).mutableSpan
            try body(&span)
        }
    }
}
