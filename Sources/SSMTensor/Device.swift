import COpenBLAS
import CSSMKernels
import Foundation

/// What computes: worker threads, a SIMD path, and the memory of the tensors.
///
/// A tensor holds its device and operations run on it. Results do not depend on the number of workers, to the bit.
public final class Device: Sendable {
    /// Number of threads that share an operation, the calling one included.
    public let workers: Int
    /// The instruction set of the kernels.
    public let path: SIMDPath
    /// Whether fresh storage is filled with NaN, so that a test sees a read of what nobody wrote.
    public let isPoisoned: Bool

    let memory = MemoryPool()
    private let pool: WorkerPool

    /// A device.
    ///
    /// - Parameters:
    ///   - workers: Number of threads that share an operation; the number of cores when it is left out.
    ///   - path: The instruction set of the kernels.
    ///   - poisoned: Whether fresh storage is filled with NaN.
    /// - Precondition: `workers` is positive and the CPU can run the path.
    public init(workers: Int = Device.coreCount, path: SIMDPath = .best, poisoned: Bool = false) {
        precondition(workers > 0, "Device: \(workers) workers")
        precondition(path.isAvailable, "Device: this CPU cannot run the path \(path.rawValue)")
        _ = Device.singleThreadedBLAS
        self.workers = workers
        self.path = path
        self.isPoisoned = poisoned
        pool = WorkerPool(workers: workers)
    }

    /// Number of cores of the machine.
    public static let coreCount: Int = ProcessInfo.processInfo.activeProcessorCount

    /// BLAS calls run on the thread that makes them: the workers here share a product by tiles.
    private static let singleThreadedBLAS: Void = openblas_set_num_threads(1)

    /// Bytes that tensors of this device hold; those that lie in a mapped file are not counted.
    public var bytesInUse: Int { memory.bytesInUse }

    /// The greatest `bytesInUse` since the last `resetPeak()`.
    public var peakBytes: Int { memory.peakBytes }

    /// Bytes that the device holds for tensors to come.
    package var bytesCached: Int { memory.bytesCached }

    /// Makes the present `bytesInUse` the peak.
    public func resetPeak() { memory.resetPeak() }

    /// Calls `body` for 0 ..< count over the workers and returns when all calls are done.
    ///
    /// Tasks are taken in order of their index, each by whoever is free: what a task computes must depend on its index
    /// only. One task runs on the calling thread at once; a call from inside a task runs all its tasks there.
    package func parallel(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        pool.run(count, body)
    }

    /// Calls `body` for consecutive ranges that cover 0 ..< count.
    ///
    /// - Parameters:
    ///   - count: Number of items.
    ///   - size: Items of a range; the last one may have fewer.
    ///   - isParallel: Whether the ranges are spread over the workers.
    func blocks(
        of count: Int, size: Int, isParallel: Bool = true, _ body: @escaping @Sendable (Range<Int>) -> Void
    ) {
        let blocks = (count + size - 1) / size
        let task: @Sendable (Int) -> Void = { block in
            body((block * size)..<min((block + 1) * size, count))
        }
        if isParallel {
            parallel(blocks, task)
        } else {
            for block in 0..<blocks { task(block) }
        }
    }

    /// Calls `body` for ranges of elements of a large array over the workers, or once for a small one.
    func elements(_ count: Int, _ body: @escaping @Sendable (Range<Int>) -> Void) {
        guard count > 0 else { return }
        if count < 1 << 16 {
            body(0..<count)
        } else {
            blocks(of: count, size: 1 << 15, body)
        }
    }

    /// Calls `body` for ranges of the rows of a large matrix over the workers, or once for a small one.
    func rowBlocks(_ rows: Int, columns: Int, _ body: @escaping @Sendable (Range<Int>) -> Void) {
        guard rows > 0, columns > 0 else { return }
        if rows * columns < 1 << 16 {
            body(0..<rows)
        } else {
            blocks(of: rows, size: max(1, (1 << 15) / columns), body)
        }
    }
}
