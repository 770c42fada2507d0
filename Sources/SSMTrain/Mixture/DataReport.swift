/// What training takes its examples from: what files hold and what was left out of them, and what was taken of each
/// source of a mixture.
package struct DataReport: Codable, Sendable, Hashable {
    /// One source.
    package struct Source: Codable, Sendable, Hashable {
        /// What it is called.
        package let name: String
        /// The share of the examples that are taken from it.
        package let share: Double
        /// What its files hold; nil for a task.
        package let files: InstructionReport?
        /// What a stage has taken from it; nil before its end, and where there is no other source.
        package fileprivate(set) var taken: ExampleTally?

        /// A source of which nothing is taken yet.
        package init(name: String, share: Double, files: InstructionReport?) {
            self.name = name
            self.share = share
            self.files = files
        }
    }

    /// The sources.
    package private(set) var sources: [Source]

    /// A report on some sources.
    package init(_ sources: [Source]) {
        self.sources = sources
    }

    /// The report with what a stage has taken of each source, where that was counted.
    package func taking(_ tallies: [ExampleTally]?) -> DataReport {
        guard let tallies, tallies.count == sources.count else { return self }
        var report = self
        for (index, tally) in tallies.enumerated() { report.sources[index].taken = tally }
        return report
    }

    /// The files of all sources, each once, by path.
    package var digests: [String: String] {
        let files = sources.compactMap(\.files).flatMap(\.files)
        return Dictionary(files.map { ($0.path, $0.digest) }) { first, _ in first }
    }

    /// The report in lines for a person.
    package var lines: [String] {
        sources.flatMap { source in
            let share = source.share < 1 ? ["\(source.name): \(source.share) of the examples"] : []
            return share + (source.files?.lines ?? [])
        }
    }
}
