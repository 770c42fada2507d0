import Foundation
package import SSMEval
import SSMRecord
import SSMTensor
import SSMText
package import SSMTrain

/// What an experiment trains on, resolved: a task, or files of instructions whose rows are counted.
package enum TrainingSource: Sendable {
    /// A task that generates samples.
    case task(any EvaluationTask)
    /// Examples in files.
    case instructions(InstructionData)

    /// The samples that training takes.
    func training(key: RandomKey) -> any SampleSource {
        switch self {
        case .task(let task): GeneratedSamples(task: task, key: key)
        case .instructions(let data):
            InstructionSamples(data: data, order: EpochOrder(count: data.training.count, key: key))
        }
    }

    /// The samples that validation takes: of instructions the same ones for all seeds.
    func validation(key: RandomKey) -> any SampleSource {
        switch self {
        case .task(let task): GeneratedSamples(task: task, key: key)
        case .instructions(let data): InstructionSamples(data: data, order: nil)
        }
    }

    /// What the files of instructions hold; nil for a task.
    package var report: InstructionReport? {
        guard case .instructions(let data) = self else { return nil }
        return data.report
    }

    /// A digest of the files and of how a tokenizer reads them, so that other content at the same path makes new runs;
    /// nil for a task.
    func digest(with tokenizer: any Tokenizer) -> String? {
        guard let report else { return nil }
        let parts = ["\(InstructionConfiguration.version)", tokenizer.json] + report.files.map(\.digest)
        return ContentHash(of: Data(parts.joined(separator: "\n").utf8)).hexadecimal
    }
}
