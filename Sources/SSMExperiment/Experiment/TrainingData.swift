/// What the model is trained on: one source, or a mixture of several.
package struct TrainingData: Sendable, Hashable, Codable {
    /// The sources; at least one.
    package let sources: [WeightedSource]
    /// Whether they were listed, so that shares are counted.
    package let isMixture: Bool

    /// The task that generates all samples; nil for files and for mixtures.
    package var setting: TaskSetting? { isMixture ? nil : sources[0].source.setting }

    /// The tasks of all sources that have one.
    var settings: [TaskSetting] { sources.compactMap(\.source.setting) }

    /// The nominal length of an example in tokens: of a mixture that of its longest task, or else of its longest file.
    package var length: Int {
        let tasks = sources.map(\.source).filter { $0.setting != nil }
        return (tasks.isEmpty ? sources.map(\.source) : tasks).map(\.length).max() ?? 1
    }

    /// The most tokens of an example of a file; 0 where there are no files.
    var longest: Int { sources.map(\.source.longest).max() ?? 0 }

    /// Whether some examples come from files.
    var hasFiles: Bool { sources.contains { $0.source.limits != nil } }

    /// The length of a source's samples while a curriculum has come to `length`: shorter tasks wait for none.
    func length(of source: WeightedSource, at length: Int) -> Int {
        source.source.length == self.length ? length : min(source.source.length, length)
    }

    package init(from decoder: any Decoder) throws {
        guard var list = try? decoder.unkeyedContainer() else {
            sources = [WeightedSource(try DataSource(from: decoder))]
            isMixture = false
            return
        }
        func refusal(_ reason: String) -> DecodingError {
            .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: reason))
        }
        var sources: [WeightedSource] = []
        while !list.isAtEnd { sources.append(try list.decode(WeightedSource.self)) }
        guard !sources.isEmpty else { throw refusal("the list is empty; name at least one source") }
        let total = sources.reduce(0) { $0 + $1.share }
        guard abs(total - 1) < 1e-6 else { throw refusal("the shares add up to \(total), not to 1") }
        self.sources = sources
        isMixture = true
    }

    package func encode(to encoder: any Encoder) throws {
        guard isMixture else { return try sources[0].source.encode(to: encoder) }
        var list = encoder.unkeyedContainer()
        for source in sources { try list.encode(source) }
    }
}
