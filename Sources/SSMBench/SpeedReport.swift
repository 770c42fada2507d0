import Foundation
package import SSMTensor

/// The speeds of one machine beside its limits.
package struct SpeedReport: Sendable {
    /// The measured limits.
    package let limits: MachineLimits
    /// The kernels that BLAS chose.
    package let coreName: String
    /// Threads that everything ran on.
    package let workers: Int
    /// The instructions of the library's own kernels.
    package let path: SIMDPath
    /// The speeds.
    package let measurements: [SpeedMeasurement]

    /// A report.
    package init(
        limits: MachineLimits, coreName: String, workers: Int, path: SIMDPath, measurements: [SpeedMeasurement]
    ) {
        self.limits = limits
        self.coreName = coreName
        self.workers = workers
        self.path = path
        self.measurements = measurements
    }

    /// A list of objects with `name`, `tokensPerSecond`, `machineRate`, `limit`, `bound` and `fractionOfLimit`.
    package var json: String {
        get throws { try BenchmarkJSON.text(measurements) }
    }

    /// The same as a table for people.
    package var table: String {
        let head = [
            "\(workers) threads, BLAS core \(coreName), kernels \(path.rawValue)",
            String(
                format: "limits: sgemm %.0f GFLOP/s, reading %.1f GB/s", limits.sgemmRate / 1e9,
                limits.readBandwidth / 1e9),
            "",
            row("", "tokens/s", "limit", "reached", "bound by"),
        ]
        let rows = measurements.map {
            row(
                $0.name, figure($0.tokensPerSecond), figure($0.limit),
                String(format: "%.0f %%", 100 * $0.fractionOfLimit), $0.bound.rawValue)
        }
        return (head + rows).joined(separator: "\n")
    }

    private func figure(_ value: Double) -> String {
        String(format: value < 100 ? "%.1f" : "%.0f", value)
    }

    private func row(_ name: String, _ speed: String, _ limit: String, _ reached: String, _ bound: String) -> String {
        func right(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        return name.padding(toLength: 20, withPad: " ", startingAt: 0) + right(speed, 10) + right(limit, 10)
            + right(reached, 10) + "  " + bound
    }
}
