import Foundation
package import SSMEval
import SSMRecord
import SSMTensor
import SSMText
package import SSMTrain

/// What a stage trains on, resolved: files are open, and their rows are counted.
package struct TrainingSource: Sendable {
    /// One source.
    package enum Part: Sendable {
        /// A task that generates samples.
        case task(any EvaluationTask)
        /// Instructions in files.
        case instructions(InstructionData)
        /// Prepared examples in a file.
        case prepared(PreparedData)
    }

    /// What was asked for.
    let data: TrainingData
    /// Its sources, in order.
    let parts: [Part]

    /// The samples that training takes.
    func training(key: RandomKey) -> any SampleSource {
        samples(key: key) { $0.training(key: $1) }
    }

    /// The samples that validation takes: of files the same ones for all seeds.
    func validation(key: RandomKey) -> any SampleSource {
        samples(key: key) { $0.validation(key: $1) }
    }

    private func samples(key: RandomKey, of samples: (Part, RandomKey) -> any SampleSource) -> any SampleSource {
        guard data.isMixture else { return samples(parts[0], key) }
        let mixed = zip(parts, data.sources).enumerated().map { index, pair in
            let (part, source) = pair
            let data = data
            return MixedSamples.Part(
                samples: samples(part, key.folding("source").folding(index)),
                length: { data.length(of: source, at: $0) }, isPrepared: source.isPrepared)
        }
        return MixedSamples(
            mixed, names: names,
            order: MixtureOrder(shares: data.sources.map(\.share), key: key.folding("mixture")))
    }

    /// What the sources are called: with a number where another one before has the same name.
    private var names: [String] {
        var seen: [String: Int] = [:]
        return data.sources.map { source in
            let name = source.source.name
            seen[name, default: 0] += 1
            return name + (seen[name, default: 1] > 1 ? "-\(seen[name, default: 1])" : "")
        }
    }

    /// Makes the first sample of each task at a length: a context that cannot hold its evidence is refused here.
    ///
    /// - Throws: `TaskError`.
    func check(length: Int) throws(TaskError) {
        for (part, source) in zip(parts, data.sources) {
            guard case .task(let task) = part else { continue }
            _ = try task.trainingSample(0, length: data.length(of: source, at: length), key: RandomKey(seed: 0))
        }
    }

    /// What the files hold, and the shares of a mixture; nil for a task alone.
    package var report: DataReport? {
        guard data.isMixture || data.hasFiles else { return nil }
        return DataReport(
            parts.indices.map { index in
                .init(name: names[index], share: data.sources[index].share, files: parts[index].report)
            })
    }

    /// A digest of the files and of how a tokenizer reads them, so that other content at the same path makes new runs;
    /// nil without files.
    func digest(with tokenizer: any Tokenizer) -> String? {
        let digests = parts.compactMap { $0.digest(with: tokenizer) }
        guard digests.count > 1 else { return digests.first }
        return ContentHash(of: Data(digests.joined(separator: "\n").utf8)).hexadecimal
    }
}

extension TrainingSource.Part {
    fileprivate func training(key: RandomKey) -> any SampleSource {
        switch self {
        case .task(let task): GeneratedSamples(task: task, key: key)
        case .instructions(let data):
            InstructionSamples(data: data, order: EpochOrder(count: data.training.count, key: key))
        case .prepared(let data):
            PreparedExamples(data: data, order: EpochOrder(count: data.training.count, key: key))
        }
    }

    fileprivate func validation(key: RandomKey) -> any SampleSource {
        switch self {
        case .task(let task): GeneratedSamples(task: task, key: key)
        case .instructions(let data): InstructionSamples(data: data, order: nil)
        case .prepared(let data): PreparedExamples(data: data, order: nil)
        }
    }

    /// What the files hold; nil for a task.
    fileprivate var report: InstructionReport? {
        switch self {
        case .task: nil
        case .instructions(let data): data.report
        case .prepared(let data): data.report
        }
    }

    fileprivate func digest(with tokenizer: any Tokenizer) -> String? {
        guard let report else { return nil }
        let version =
            switch self {
            case .prepared: PreparedConfiguration.version
            case .task, .instructions: InstructionConfiguration.version
            }
        let parts = ["\(version)", tokenizer.json] + report.files.map(\.digest)
        return ContentHash(of: Data(parts.joined(separator: "\n").utf8)).hexadecimal
    }
}
