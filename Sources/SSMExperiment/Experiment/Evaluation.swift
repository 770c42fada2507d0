package import SSMContext
import SSMEval
package import SSMTeacher

/// One list of questions that every column answers.
package struct Evaluation: Sendable, Hashable, Codable {
    /// What results call the entry instead of its task, where an experiment asks one task in several ways. It changes
    /// no identity.
    package let name: String?
    /// The task.
    package let setting: TaskSetting
    /// The name of the split: other names give other samples, to look at while an experiment is designed.
    package let split: String
    /// The lengths of the contexts in tokens, rising.
    package let lengths: [Int]
    /// Where the evidence stands, from 0 (first) to 1 (last); none: anywhere.
    package let depths: [Double]
    /// How many nested contexts there are: each at every length and depth.
    package let samples: Int
    /// How the questions are put.
    package let asking: AskMode
    /// The model that judges the answers; nil: they are compared with the accepted ones.
    package let judge: AskedModel?
    /// Where linear probes of the state are fitted; nil: there are none.
    package let probe: ProbeSetting?
    /// The most contexts to answer in this run, or nil for all. It changes no sample and no identity.
    package let limit: Int?

    /// The name of the split that results are reported on.
    package static let finalSplit = "evaluation"

    /// The split where it is another than the one that results are reported on.
    package var designSplit: String? { split == Self.finalSplit ? nil : split }

    /// What results call the entry.
    package var label: String { name ?? setting.task }

    /// The label, and the split where it is another than the one that results are reported on.
    package var subject: String { label + (designSplit.map { " (split \($0))" } ?? "") }

    /// How many contexts are answered in this run.
    package var contexts: Int { min(samples, limit ?? samples) }

    private enum CodingKeys: String, CodingKey {
        case name, split, lengths, depths, samples
        case asking = "ask"
        case judge, probe, limit
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decodeIfPresent(String.self, forKey: .name)
        guard name.map(Experiment.isFolderName) ?? true else {
            throw container.refusal(forKey: .name, "a name has small letters, digits and '-' only: it names figures")
        }
        setting = try TaskSetting(from: decoder)
        split = try container.decodeIfPresent(String.self, forKey: .split) ?? Self.finalSplit
        lengths = try container.decodeDistinct(Int.self, forKey: .lengths).sorted()
        guard lengths.allSatisfy({ $0 >= 1 }) else { throw container.refusal(forKey: .lengths, "lengths start at 1") }
        let hasSplits = try setting.hasSplits(decoder)
        if !hasSplits, split != Self.finalSplit {
            throw container.refusal(forKey: .split, "the task has no splits: its file has the questions")
        }
        depths = try container.decodeDepths(forKey: .depths)
        samples = try container.decodePositive(forKey: .samples)
        asking = try container.decodeIfPresent(AskMode.self, forKey: .asking) ?? .prompt
        judge = try container.decodeIfPresent(AskedModel.self, forKey: .judge)
        if let judge {
            guard (setting.configuration.value as? LongMemEvalConfiguration)?.templates != nil else {
                throw container.refusal(
                    forKey: .judge,
                    "only answers to 'task: longmemeval' with 'templates', which have the judge's prompts, are judged"
                )
            }
            if let objection = judge.objection {
                throw container.refusal(forKey: .judge, "\(objection.key): \(objection.reason)")
            }
        }
        probe = try container.decodeIfPresent(ProbeSetting.self, forKey: .probe)
        if !hasSplits, probe != nil {
            throw container.refusal(
                forKey: .probe, "the task has no split that a probe could be fitted on: its file has the questions")
        }
        if probe != nil, (setting.configuration.value as? DocumentsConfiguration)?.queryFirst == true {
            throw container.refusal(
                forKey: .probe, "with 'query-first: true' no state stands between context and question; set it to false"
            )
        }
        guard probe?.split != split else {
            throw container.refusal(
                forKey: .probe, "a probe is fitted on another split than '\(split)', which it is asked about")
        }
        limit = try container.contains(.limit) ? container.decodePositive(forKey: .limit) : nil
    }

    package func encode(to encoder: any Encoder) throws {
        try setting.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(name, forKey: .name)
        try container.encode(split, forKey: .split)
        try container.encode(lengths, forKey: .lengths)
        try container.encode(depths, forKey: .depths)
        try container.encode(samples, forKey: .samples)
        try container.encode(asking, forKey: .asking)
        try container.encodeIfPresent(judge, forKey: .judge)
        try container.encodeIfPresent(probe, forKey: .probe)
        try container.encodeIfPresent(limit, forKey: .limit)
    }
}
