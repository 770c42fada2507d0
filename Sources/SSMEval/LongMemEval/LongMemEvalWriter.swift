/// Writes a LongMemEval file, record by record.
package struct LongMemEvalWriter {
    private let output: (String) throws -> Void
    private var isFirst = true

    /// A writer to wherever the texts go, one after another.
    package init(to output: @escaping (String) throws -> Void) {
        self.output = output
    }

    /// Writes a record.
    ///
    /// - Throws: what the output throws.
    package mutating func write(_ record: LongMemEvalRecord) throws {
        try output((isFirst ? "[\n" : ",\n") + record.json)
        isFirst = false
    }

    /// Ends the file; nothing may be written after that.
    ///
    /// - Throws: what the output throws.
    package consuming func end() throws {
        try output(isFirst ? "[]\n" : "\n]\n")
    }
}
