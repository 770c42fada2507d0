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
/// by an owner that has checked that it is the only one and that they are not those of a file.
final class Storage: @unchecked Sendable {
    private enum Memory {
        case pool(Block)
        case file(MappedFile)
    }

    let device: Device
    let count: Int
    let base: UnsafeMutablePointer<Float>
    private let memory: Memory

    /// Storage of undefined content, NaN on a poisoned device.
    init(count: Int, on device: Device) {
        self.device = device
        self.count = count
        let block = device.memory.allocate(count * MemoryLayout<Float>.stride)
        memory = .pool(block)
        base = block.base.bindMemory(to: Float.self, capacity: count)
        if device.isPoisoned {
            base.initialize(repeating: .nan, count: count)
        }
    }

    /// The floats of a mapped file, which are not copied, not written, and no memory of the device's pool.
    ///
    /// - Precondition: the offset is a multiple of 4, and the floats lie inside the mapping.
    init(_ file: MappedFile, at offset: Int, count: Int, on device: Device) {
        let stride = MemoryLayout<Float>.stride
        precondition(
            offset >= 0 && offset % stride == 0 && offset + count * stride <= file.size,
            "Storage: \(count) floats at byte \(offset) of a mapping of \(file.size)")
        self.device = device
        self.count = count
        memory = .file(file)
        base = (file.base + offset).bindMemory(to: Float.self, capacity: count)
    }

    deinit {
        if case .pool(let block) = memory {
            device.memory.release(block, bytes: count * MemoryLayout<Float>.stride)
        }
    }

    /// Whether an owner that is the only one may write.
    var isWritable: Bool {
        if case .pool = memory { true } else { false }
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

    /// Whether the elements may be written: no other tensor shares them, and they are not those of a file.
    var isUnique: Bool {
        mutating get { isKnownUniquelyReferenced(&storage) && storage.isWritable }
    }

    /// Calls `body` with the elements for writing; copies them first when they are shared or those of a file.
    mutating func withUniqueTarget<Result>(_ body: (UnsafeMutablePointer<Float>) -> Result) -> Result {
        if !isUnique {
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
