import COpenBLAS
import CSSMKernels
import Synchronization

/// What this machine reaches at best, measured: the limits that speeds are compared with.
package struct MachineLimits: Sendable, Hashable, Codable {
    /// Floating-point operations a second of a (2048, 768) by (768, 3072) product in OpenBLAS.
    package let sgemmRate: Double
    /// Bytes a second of reading 1 GiB.
    package let readBandwidth: Double

    /// Limits that are known.
    package init(sgemmRate: Double, readBandwidth: Double) {
        self.sgemmRate = sgemmRate
        self.readBandwidth = readBandwidth
    }

    /// Measures both limits with as many threads as the device has workers; takes about two seconds.
    package static func measured(on device: Device) -> MachineLimits {
        MachineLimits(sgemmRate: sgemmRate(on: device), readBandwidth: readBandwidth(on: device))
    }

    /// The higher of each of two measurements: what disturbs one only lowers it.
    package func best(with other: MachineLimits) -> MachineLimits {
        MachineLimits(
            sgemmRate: max(sgemmRate, other.sgemmRate), readBandwidth: max(readBandwidth, other.readBandwidth))
    }

    /// The rate of single-precision matrix products: the best of several, with OpenBLAS's own threads.
    ///
    /// The library's tiles are not used on purpose: the limit must not depend on what is measured against it.
    /// - Precondition: no other tensor work runs, because OpenBLAS's number of threads is changed and put back to one.
    private static func sgemmRate(on device: Device) -> Double {
        let (rows, columns, inner) = (2048, 3072, 768)
        let left = Tensor.uniform([rows, inner], in: -1...1, key: RandomKey(seed: 0), on: device)
        let right = Tensor.uniform([inner, columns], in: -1...1, key: RandomKey(seed: 1), on: device)
        openblas_set_num_threads(Int32(device.workers))
        defer { openblas_set_num_threads(1) }
        let seconds = best(of: 40) {
            let output = Tensor(uninitialized: [rows, columns], on: device)
            withExtendedLifetime((left, right, output)) {
                cblas_sgemm(
                    CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns), Int32(inner), 1,
                    left.start, Int32(inner), right.start, Int32(columns), 0, output.target, Int32(columns))
            }
        }
        return 2 * Double(rows) * Double(columns) * Double(inner) / seconds
    }

    /// The rate of reading memory once, each worker its own part, in bytes a second: the best of several.
    package static func readBandwidth(on device: Device) -> Double {
        let count = 1 << 28  // of four bytes: 1 GiB
        let values = Tensor.filled(with: 1, shape: [count], on: device)  // written, so that every page is its own
        let part = count / device.workers
        let path = device.path.kernel
        let sum = Mutex<Float>(0)
        let seconds = best(of: 8) {
            device.parallel(device.workers) { worker in
                let read = ssm_read(path, Int64(part), values.start + worker * part)
                sum.withLock { $0 += read }
            }
        }
        precondition(sum.withLock { $0 } > 0, "readBandwidth: the memory was not read")
        return Double(part * device.workers * MemoryLayout<Float>.stride) / seconds
    }

    /// Seconds of the fastest of several runs.
    private static func best(of runs: Int, _ body: () -> Void) -> Double {
        let clock = ContinuousClock()
        let fastest = (0..<runs).map { _ in clock.measure(body) }.min() ?? .zero
        return fastest / .seconds(1)
    }
}
