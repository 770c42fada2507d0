import SSMAnalysis
import SSMReport

/// A form of the hidden attention of a layer, averaged over its channels or of one channel alone, and what it is called in
/// files and figures.
struct AttentionSubject {
    /// What is mapped.
    let attention: HiddenAttention
    /// The form.
    let kind: MapKind
    /// The channel that is mapped alone; nil for an average.
    let channel: Int?

    /// A form of the channels of a scan, averaged, or of one of them.
    ///
    /// - Parameter kind: raw or extended.
    /// - Throws: `MapError.scanOnly` for the extended form of a scan without surroundings, `noSuchChannel`.
    init(_ kind: MapKind, of scan: RecordedScan, channel: Int? = nil) throws(MapError) {
        var scan = scan
        if let channel { scan = try scan.keeping(channels: [channel]) }
        attention = try HiddenAttention(of: scan, form: kind == .raw ? .raw : .extended)
        self.kind = kind
        self.channel = channel
    }

    /// Whether it is the map of one channel alone, whose α says all.
    var isOneChannel: Bool { channel != nil }

    private var layer: Int { attention.scan.layer }

    /// The name of its figure.
    var name: String { "\(kind.rawValue)-\(layer)" + (channel.map { "-channel-\($0)" } ?? "") }

    /// Its group in the file.
    var group: String { "\(kind.rawValue)/\(layer)" + (channel.map { "/channel-\($0)" } ?? "") }

    /// What it is, in words.
    var title: String { "Layer \(layer), \(kind.rawValue) map" + (channel.map { " of channel \($0)" } ?? "") }

    /// What α is.
    var note: String {
        channel.map { "α is the map of channel \($0)." }
            ?? "α is the map of a channel; the average is over "
            + "\(NumberText.counted(attention.scan.channels.count, "channel"))."
    }

    /// What the numbers of its figures are.
    func label(_ shown: MapAverage) -> String { shown.label(ofOneChannel: isOneChannel) }
}
