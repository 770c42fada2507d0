import ArgumentParser
import SSMReport

/// What is mapped, and how it is shown.
struct MapOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Kinds of maps between commas.", valueName: "KIND,..."))
    var kind = MapKinds([.raw, .distance, .steps, .state])

    @OptionGroup var layers: LayerOptions

    @Option(help: ArgumentHelp("Channels of each layer that are averaged: 0,4-7 or 0-1535:150.", valueName: "N,..."))
    var channels = NumberList.all

    @Flag(help: "Map each of the chosen channels alone too, for the kinds raw and extended.")
    var eachChannel = false

    @Option(help: ArgumentHelp("Average maps over so many blocks along each axis, for long sequences.", valueName: "N"))
    var blocks: Int?

    @Option(help: ArgumentHelp("Positions whose rows are shown instead of whole maps.", valueName: "N,..."))
    var rows: NumberList?

    @Option(help: ArgumentHelp("Positions whose columns are shown instead of whole maps.", valueName: "N,..."))
    var columns: NumberList?

    @Option(help: ArgumentHelp("Positions of the needle that 'state' follows.", valueName: "FIRST-LAST"))
    var needle: NumberList?

    @Option(help: ArgumentHelp("Rows between two points of 'state'; a hundredth if not given.", valueName: "N"))
    var interval: Int?

    @Option(help: "Which average figures show: absolute, signed or row-normalised.")
    var show = MapAverage.absolute

    @Option(help: ArgumentHelp("Forms of the figures between commas.", valueName: "FORM,..."))
    var forms = FigureForms(FigureForm.allCases)

    func validate() throws {
        if let blocks, blocks < 1 { throw ValidationError("--blocks needs at least 1") }
        if let interval, interval < 1 { throw ValidationError("--interval needs at least 1") }
        let selects = rows != nil || columns != nil
        if blocks != nil, selects { throw ValidationError("give either --blocks, or --rows and --columns") }
        let averaged = kind.values.contains(.raw) || kind.values.contains(.extended)
        if blocks != nil || selects, !averaged {
            throw ValidationError("--blocks, --rows and --columns are for the kinds raw and extended")
        }
        if blocks != nil, show == .rowNormalized {
            throw ValidationError("--show row-normalised is not for --blocks: a block has no single row")
        }
        if columns != nil, show == .rowNormalized {
            throw ValidationError("--show row-normalised is not for --columns: whole rows would be needed")
        }
        if !channels.isAll, kind.values.contains(.projected) {
            throw ValidationError("--channels is not for the kind projected, which sums over all channels")
        }
        if eachChannel, channels.isAll || !averaged {
            throw ValidationError("--each-channel is for channels named by --channels, of the kinds raw and extended")
        }
        if needle != nil || interval != nil, !kind.values.contains(.state) {
            throw ValidationError("--needle and --interval are for the kind state")
        }
    }

    /// The most maps of single channels: each is a dataset and a figure.
    private static let mostChannelMaps = 512

    /// The settings for a sequence of so many positions and for so many layers and channels.
    ///
    /// - Throws: `ValidationError` for positions that there are not, and for too many maps of single channels.
    func settings(length: Int, layers: Int, channels: Int) throws -> MapSettings {
        let forms = kind.values.count { $0 == .raw || $0 == .extended }
        if eachChannel, layers * channels * forms > Self.mostChannelMaps {
            throw ValidationError(
                "--each-channel makes \(layers * channels * forms) maps here, and at most \(Self.mostChannelMaps); "
                    + "choose fewer with --channels or --layers")
        }
        func positions(_ list: NumberList?) throws -> [Int32] {
            try list.map { try $0.values(below: length, of: "position").map { Int32($0) } } ?? []
        }
        let chosen = try needle.map { try $0.values(below: length, of: "position") }
        if let chosen, let first = chosen.first, let last = chosen.last, chosen != Array(first...last) {
            throw ValidationError("--needle is one range of positions, such as 120-140")
        }
        return MapSettings(
            kinds: kind.values, mapsEachChannel: eachChannel, blocks: blocks, rows: try positions(rows),
            columns: try positions(columns), needle: chosen.map { Set($0) }, shown: show, interval: interval)
    }
}
