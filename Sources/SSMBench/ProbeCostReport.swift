import Foundation

/// What probes cost beside reading without them, in the same run.
package struct ProbeCostReport: Sendable, Hashable {
    /// One kind of probe: its time over that without one, round by round.
    package struct Cost: Sendable, Hashable {
        /// What was observed.
        package let name: String
        /// The ratios of the processor's time.
        package let cpu: RatioEstimate
        /// The ratios of the time that passed.
        package let wall: RatioEstimate

        /// A cost.
        package init(name: String, cpu: RatioEstimate, wall: RatioEstimate) {
            self.name = name
            self.cpu = cpu
            self.wall = wall
        }
    }

    /// An object of the JSON.
    private struct Row: Encodable {
        let name: String
        let ratio: Double
        let ratioLower: Double
        let ratioUpper: Double
        let wallRatio: Double
    }

    /// Tokens of the prompt.
    package let length: Int
    /// Layers of the model.
    package let layers: Int
    /// Threads that everything ran on.
    package let workers: Int
    /// What was measured.
    package let costs: [Cost]

    /// A report.
    package init(length: Int, layers: Int, workers: Int, costs: [Cost]) {
        self.length = length
        self.layers = layers
        self.workers = workers
        self.costs = costs
    }

    /// A list of objects with `name`, the median `ratio` with the ends of its interval `ratioLower` and `ratioUpper` (of the
    /// processor's time), and `wallRatio`.
    package var json: String {
        get throws {
            try BenchmarkJSON.text(
                costs.map { cost in
                    Row(
                        name: cost.name, ratio: cost.cpu.median, ratioLower: cost.cpu.lower, ratioUpper: cost.cpu.upper,
                        wallRatio: cost.wall.median)
                })
        }
    }

    /// The same as a table for people.
    package var table: String {
        func line(_ name: String, _ cells: [String]) -> String {
            name.padding(toLength: 24, withPad: " ", startingAt: 0)
                + cells.map { String(repeating: " ", count: max(2, 20 - $0.count)) + $0 }.joined()
        }
        func text(_ ratio: Double) -> String { String(format: "%.4f", ratio) }
        let head = [
            "prompts of \(length) tokens, \(layers) layers, threads: \(workers); ratios to reading without a probe, "
                + "\(costs.first?.cpu.n ?? 0) rounds",
            "", line("", ["processor", "95 % interval", "wall"]),
        ]
        let rows = costs.map { cost in
            line(
                cost.name,
                [
                    text(cost.cpu.median), "\(text(cost.cpu.lower))-\(text(cost.cpu.upper))",
                    text(cost.wall.median),
                ])
        }
        return (head + rows).joined(separator: "\n")
    }
}
