/// The samples on which strategies choose what they calibrate, such as their layers: never those of an evaluation.
package struct Calibration: Sendable, Hashable, Codable {
    /// The task.
    package let setting: TaskSetting
    /// The name of the split: other names give other samples.
    package let split: String
    /// The length of the contexts in tokens.
    package let length: Int
    /// Where the evidence stands, from 0 (first) to 1 (last); none: anywhere.
    package let depths: [Double]
    /// How many contexts there are for each depth.
    package let samples: Int

    private enum CodingKeys: String, CodingKey {
        case split, length, depths, samples
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        setting = try TaskSetting(from: decoder)
        guard try setting.hasSplits(decoder) else {
            throw container.refusal(
                forKey: .split, "the task has no split beside that of its file, which is evaluated on")
        }
        split = try container.decodeIfPresent(String.self, forKey: .split) ?? "calibration"
        guard split != Evaluation.finalSplit else {
            throw container.refusal(forKey: .split, "calibrating on the evaluation's own samples is not a measurement")
        }
        length = try container.decodePositive(forKey: .length)
        depths = try container.decodeDepths(forKey: .depths)
        samples = try container.decodePositive(forKey: .samples)
    }

    package func encode(to encoder: any Encoder) throws {
        try setting.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(split, forKey: .split)
        try container.encode(length, forKey: .length)
        try container.encode(depths, forKey: .depths)
        try container.encode(samples, forKey: .samples)
    }
}
