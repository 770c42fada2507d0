import SSMAnalysis
import SSMRecord

/// The scans of one sequence, from wherever they come.
struct RecordedScans {
    /// The layers that maps are wanted of, increasing.
    let layers: [Int]
    /// Channels of a layer of the model.
    let channelCount: Int
    /// Positions of the sequence.
    let length: Int
    /// What was read and how, for titles.
    let reading: String
    /// The channels that were chosen; nil: all.
    let channels: [Int]?
    /// What is written beside the maps: the model, the strategy and so on.
    let facts: [(name: String, value: String)]
    /// Gives the scan of a layer, with the chosen channels.
    let scan: (_ layer: Int) throws -> RecordedScan

    /// What is written beside maps.
    static func facts(
        model: DumpedModel, strategy: String, sample: String, tokens: Int, channels: [Int]?
    ) -> [(name: String, value: String)] {
        [
            ("model", model.name), ("model-hash", model.hash), ("strategy", strategy), ("sample", sample),
            ("tokens", "\(tokens)"),
            // Averages and norms are over these.
            ("channels", channels.map { $0.map(String.init).joined(separator: ",") } ?? "all"),
        ]
    }

    /// What was read and how, and how many of the channels were chosen where these are not all.
    var title: String { reading + (channels.map { ", \($0.count) of \(channelCount) channels" } ?? "") }
}
