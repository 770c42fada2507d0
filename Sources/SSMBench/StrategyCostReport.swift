import Foundation

/// What a stack of strategies costs beside the baseline of the same run.
package struct StrategyCostReport: Sendable, Hashable {
    /// One quantity of both.
    private struct Row: Encodable {
        let name: String
        let strategy: String
        let baselineValue: Double
        let strategyValue: Double
        let ratio: Double
    }

    /// The stack.
    package let strategy: String
    /// Tokens of the prompt.
    package let length: Int
    /// Threads that everything ran on.
    package let workers: Int
    /// Reading without the stack.
    package let baseline: PrefillCost
    /// Reading with it.
    package let cost: PrefillCost

    /// A report.
    package init(strategy: String, length: Int, workers: Int, baseline: PrefillCost, cost: PrefillCost) {
        self.strategy = strategy
        self.length = length
        self.workers = workers
        self.baseline = baseline
        self.cost = cost
    }

    /// A list of objects with `name`, `strategy`, `baselineValue`, `strategyValue` and `ratio`; times are in seconds,
    /// memory in bytes.
    package var json: String {
        get throws { try BenchmarkJSON.text(rows) }
    }

    /// The same as a table for people.
    package var table: String {
        func line(_ name: String, _ baseline: String, _ strategy: String, _ ratio: String) -> String {
            name.padding(toLength: 22, withPad: " ", startingAt: 0)
                + [baseline, strategy, ratio].map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }.joined()
        }
        let units: [(Double, String)] = [(1, "%.2f s"), (1e6, "%.0f MB"), (1, "%.0f")]
        return
            (["\(strategy), \(workers) threads", "", line("", "baseline", "strategy", "ratio")]
            + zip(rows, units).map { row, unit in
                func text(_ value: Double) -> String { String(format: unit.1, value / unit.0) }
                return line(
                    row.name, text(row.baselineValue), text(row.strategyValue), String(format: "%.3f", row.ratio))
            }).joined(separator: "\n")
    }

    private var rows: [Row] {
        func row(_ name: String, _ value: (PrefillCost) -> Double) -> Row {
            Row(
                name: "\(name)-\(length)", strategy: strategy, baselineValue: value(baseline),
                strategyValue: value(cost), ratio: value(cost) / value(baseline))
        }
        return [
            row("prefill", \.seconds), row("peak-memory") { Double($0.peakBytes) },
            row("scanned-rows") { Double($0.scannedRows) },
        ]
    }
}
