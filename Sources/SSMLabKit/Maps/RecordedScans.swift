import SSMAnalysis

/// The scans of one sequence, from wherever they come.
struct RecordedScans {
    /// The layers that maps are wanted of, increasing.
    let layers: [Int]
    /// Channels of a layer of the model.
    let channelCount: Int
    /// Positions of the sequence.
    let length: Int
    /// What was read and how, for titles.
    let title: String
    /// What is written beside the maps: the model, the strategy and so on.
    let facts: [(name: String, value: String)]
    /// Gives the scan of a layer, with the chosen channels.
    let scan: (_ layer: Int) throws -> RecordedScan

    /// What titles say of the channels that were chosen: nothing where these are all.
    static func words(on channels: [Int]?, of count: Int) -> String {
        channels.map { ", \($0.count) of \(count) channels" } ?? ""
    }

    /// The channels that averages and norms are over, for the file.
    static func fact(on channels: [Int]?) -> (name: String, value: String) {
        ("channels", channels.map { $0.map(String.init).joined(separator: ",") } ?? "all")
    }
}
