import Foundation
import SSMAnalysis
import SSMReport
import SSMTensor
import SSMTrain

/// Computes maps layer by layer, writes each as it is there, and keeps what figures over all layers need.
struct MapRun {
    /// The scans.
    let scans: RecordedScans
    /// What is wanted of them.
    let settings: MapSettings
    private let file: MapFile
    private let figures: MapFigures
    private let console: LabConsole
    private let clock = TrainingClock.running()
    private var progress: ProgressDisplay

    /// The figures so far.
    private(set) var drawn: [MapFigures.Captioned] = []
    private(set) var distances: [MeanDistance] = []
    private(set) var traces: [StateTrace] = []
    private var strips: [StepStrip] = []
    private var rollout = AttentionRollout()

    /// A run that writes into a folder.
    init(_ scans: RecordedScans, _ settings: MapSettings, in folder: URL, on device: Device, console: LabConsole) throws
    {
        self.scans = scans
        self.settings = settings
        self.console = console
        file = try MapFile(in: folder, of: scans, on: device)
        figures = MapFigures(title: scans.title, length: scans.length)
        progress = ProgressDisplay(console)
    }

    /// Computes everything and writes the file of the maps.
    mutating func run() throws {
        defer { progress.end() }
        for layer in scans.layers { try run(scans.scan(layer)) }
        if settings.kinds.contains(.distance) { drawn.append(figures.distances(distances)) }
        if settings.kinds.contains(.steps) { drawn.append(figures.steps(strips)) }
        if settings.kinds.contains(.state) {
            drawn.append(figures.stateNorms(traces))
            if let shares = figures.needleShares(traces) { drawn.append(shares) }
        }
        if let map = rollout.map {
            try file.write(map, named: "rollout", in: "rollout")
            drawn.append(
                figures.map(
                    map, name: "rollout", of: "Rollout through layers \(Self.names(scans.layers))",
                    label: "share of a row",
                    note: "Product of the layers' mean |α| plus the identity, rows divided by their sums."))
        }
        try file.finish()
    }

    private mutating func run(_ scan: RecordedScan) throws {
        let layer = scan.layer
        var raw: AttentionAverages?
        for kind in settings.kinds {
            switch kind {
            case .raw, .extended:
                raw = try attention(of: scan, kind) ?? raw
            case .projected:
                let norms = try HiddenAttention.projectedNorms(of: scan, channelCount: scans.channelCount) {
                    show(layer, kind, $0)
                }
                try file.write(norms, named: "norm", in: "projected/\(layer)")
                drawn.append(
                    figures.map(
                        norms, name: "projected-\(layer)", of: "Layer \(layer), after the output projection",
                        label: "norm of the contribution", note: "Norm over the width of the model."))
            case .distance:
                let distance = try MeanDistance(of: scan)
                try file.write(distance)
                distances.append(distance)
            case .rollout:
                let averages = try raw ?? HiddenAttention(of: scan, form: .raw).averages { show(layer, kind, $0) }
                try rollout.add(averages.absolute, layer: layer)
            case .steps:
                let strip = StepStrip(of: scan, length: scans.length)
                try file.write(strip)
                strips.append(strip)
            case .state:
                let interval = settings.interval ?? max(1, scan.rows / 100)
                let trace = StateTrace(of: scan, interval: interval, needle: settings.needle)
                try file.write(trace)
                traces.append(trace)
            }
        }
    }

    /// Maps of a form in the shape that was asked for; whole raw ones are returned, for a rollout.
    private mutating func attention(of scan: RecordedScan, _ kind: MapKind) throws -> AttentionAverages? {
        let layer = scan.layer
        let attention = try HiddenAttention(of: scan, form: kind == .raw ? .raw : .extended)
        let (name, group) = ("\(kind.rawValue)-\(layer)", "\(kind.rawValue)/\(layer)")
        let what = kind == .raw ? "Layer \(layer), raw map" : "Layer \(layer), extended map"
        let label = settings.shown.label
        if !settings.rows.isEmpty || !settings.columns.isEmpty {
            if !settings.rows.isEmpty {
                let rows = try attention.rows(at: settings.rows) { show(layer, kind, $0) }
                try file.write(rows, to: group + "/rows")
                let map = settings.shown.map(of: rows)
                drawn.append(figures.lines(map, alongColumns: true, name: name + "-rows", of: what, label: label))
            }
            if !settings.columns.isEmpty {
                let columns = try attention.columns(at: settings.columns)
                try file.write(columns, to: group + "/columns", scattered: false)
                let map = settings.shown.map(of: columns)
                drawn.append(figures.lines(map, alongColumns: false, name: name + "-columns", of: what, label: label))
            }
            return nil
        }
        if let blocks = settings.blocks {
            let map = try attention.blocks(count: blocks) { show(layer, kind, $0) }
            try file.write(map, to: group + "/blocks")
            drawn.append(figures.blocks(map, shown: settings.shown, name: name, of: what))
            return nil
        }
        let averages = try attention.averages { show(layer, kind, $0) }
        try file.write(averages, to: group)
        drawn.append(
            figures.map(
                settings.shown.map(of: averages), name: name, of: what, label: label,
                note: "α is the map of a channel; the average is over \(scan.channels.count) channels."))
        return kind == .raw ? averages : nil
    }

    private mutating func show(_ layer: Int, _ kind: MapKind, _ share: Double) {
        progress.show(
            "layer \(layer): \(kind.rawValue) \(Int(share * 100)) %", at: clock.now() / .seconds(1))
    }

    /// Layers in few words.
    private static func names(_ layers: [Int]) -> String {
        guard let first = layers.first, let last = layers.last, layers == Array(first...last), first < last else {
            return layers.map(String.init).joined(separator: ", ")
        }
        return "\(first)-\(last)"
    }
}
