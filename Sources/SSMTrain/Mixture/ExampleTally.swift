/// What a stage has taken from one source of its data.
package struct ExampleTally: Codable, Sendable, Hashable {
    /// What the source is called.
    package let source: String
    /// Examples.
    package internal(set) var examples = 0
    /// Their tokens.
    package internal(set) var tokens = 0
    /// Rows that predict a part of an answer.
    package internal(set) var targets = 0

    /// Nothing taken from a source.
    init(source: String) {
        self.source = source
    }
}

extension [ExampleTally] {
    /// Counts the examples of a step, of which the first has an index.
    mutating func add(_ step: TrainingStep, from first: Int, of mixture: Mixture) {
        var index = first
        for batch in step.batches {
            for sequence in 0..<batch.layout.count {
                let rows = batch.layout.range(of: sequence)
                let source = mixture.order.source(of: index)
                self[source].examples += 1
                self[source].tokens += rows.count
                self[source].targets += batch.isTarget[rows].count { $0 }
                index += 1
            }
        }
    }
}
