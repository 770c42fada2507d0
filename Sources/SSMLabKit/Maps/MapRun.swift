import ArgumentParser
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
    private let interrupt: InterruptFlag
    private let clock = TrainingClock.running()
    private var progress: ProgressDisplay

    /// The figures so far.
    private(set) var drawn: [MapFigures.Captioned] = []
    /// Positions that were asked for and that layers lack, in words.
    private(set) var gaps: [String] = []
    private(set) var distances: [MeanDistance] = []
    private(set) var traces: [StateTrace] = []
    private var strips: [StepStrip] = []
    private var rollout = AttentionRollout()

    /// A run that writes into a folder.
    ///
    /// - Parameter interrupt: ends it when it is raised.
    init(
        _ scans: RecordedScans, _ settings: MapSettings, in folder: URL, on device: Device, console: LabConsole,
        interrupt: InterruptFlag
    ) throws {
        self.scans = scans
        self.settings = settings
        self.console = console
        self.interrupt = interrupt
        file = try MapFile(in: folder, of: scans, on: device)
        figures = MapFigures(title: scans.title, length: scans.length)
        progress = ProgressDisplay(console)
    }

    /// Computes everything and writes the file of the maps.
    ///
    /// - Throws: `ValidationError` when no layer has what was asked for, `MapInterrupted.computing`; `MapError`, and
    ///   errors of files.
    mutating func run() throws {
        defer { progress.end() }
        for layer in scans.layers { try run(scans.scan(layer)) }
        try checkInterrupt()
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
        guard !drawn.isEmpty else {
            throw ValidationError(
                "--rows and --columns: no chosen layer has any of these positions\n" + gaps.joined(separator: "\n"))
        }
        try file.finish()
    }

    private mutating func run(_ scan: RecordedScan) throws {
        let layer = scan.layer
        var raw: AttentionAverages?
        for kind in settings.kinds {
            try checkInterrupt()
            switch kind {
            case .raw, .extended:
                raw = try attention(of: scan, kind) ?? raw
            case .projected:
                try project(scan)
            case .distance:
                let distance = try MeanDistance(of: scan)
                try file.write(distance)
                distances.append(distance)
            case .rollout:
                let averages =
                    try raw
                    ?? HiddenAttention(of: scan, form: .raw).averages {
                        try show("Layer \(layer), for the rollout", $0)
                    }
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

    /// What positions add to the residual stream.
    private mutating func project(_ scan: RecordedScan) throws {
        let title = "Layer \(scan.layer), after the output projection"
        let norms = try HiddenAttention.projectedNorms(of: scan, channelCount: scans.channelCount) {
            try show(title, $0)
        }
        try file.write(norms, named: "norm", in: "projected/\(scan.layer)")
        drawn.append(
            figures.map(
                norms, name: "projected-\(scan.layer)", of: title, label: "norm of the contribution",
                note: "Norm over the width of the model."))
    }

    /// Maps of a form, averaged over the channels and, where that is wanted, of each channel alone; whole raw averages
    /// are returned, for a rollout.
    private mutating func attention(of scan: RecordedScan, _ kind: MapKind) throws -> AttentionAverages? {
        let averages = try map(AttentionSubject(kind, of: scan))
        if settings.mapsEachChannel {
            for channel in scan.channels { _ = try map(AttentionSubject(kind, of: scan, channel: channel)) }
        }
        return kind == .raw ? averages : nil
    }

    /// Maps in the shape that was asked for; whole ones are returned.
    private mutating func map(_ subject: AttentionSubject) throws -> AttentionAverages? {
        if !settings.rows.isEmpty || !settings.columns.isEmpty {
            try select(from: subject)
            return nil
        }
        if let blocks = settings.blocks {
            let map = try subject.attention.blocks(count: blocks) { try show(subject.title, $0) }
            try file.write(map, to: subject.group + "/blocks")
            drawn.append(figures(of: subject).blocks(map, of: subject, shown: settings.shown))
            return nil
        }
        let averages = try subject.attention.averages { try show(subject.title, $0) }
        try file.write(averages, to: subject.group, ofOneChannel: subject.isOneChannel)
        drawn.append(
            figures(of: subject).map(
                settings.shown.map(of: averages), name: subject.name, of: subject.title,
                label: subject.label(settings.shown), note: subject.note))
        return averages
    }

    /// Figures of it, in whose titles one channel does not pass for several.
    private func figures(of subject: AttentionSubject) -> MapFigures {
        subject.isOneChannel ? MapFigures(title: scans.reading, length: scans.length) : figures
    }

    /// The rows and columns that were chosen, as far as the layer has them.
    private mutating func select(from subject: AttentionSubject) throws {
        let attention = subject.attention
        let rows = ChosenPositions(settings.rows, among: attention.scan.positions, thing: "row", of: subject.title)
        let columns = ChosenPositions(
            settings.columns, among: attention.columnPositions, thing: "column", of: subject.title)
        // A channel lacks what the average over the channels lacks.
        if !subject.isOneChannel { gaps += [rows.gap, columns.gap].compactMap(\.self) }
        if !rows.found.isEmpty {
            let averages = try attention.rows(at: rows.found) { try show(subject.title, $0) }
            try file.write(averages, to: subject.group + "/rows", ofOneChannel: subject.isOneChannel)
            draw(averages, of: subject, alongColumns: true, gap: rows.gap)
        }
        if !columns.found.isEmpty {
            let averages = try attention.columns(at: columns.found)
            try file.write(
                averages, to: subject.group + "/columns", ofOneChannel: subject.isOneChannel, scattered: false)
            draw(averages, of: subject, alongColumns: false, gap: columns.gap)
        }
    }

    private mutating func draw(
        _ averages: AttentionAverages, of subject: AttentionSubject, alongColumns: Bool, gap: String?
    ) {
        drawn.append(
            figures(of: subject).lines(
                settings.shown.map(of: averages), alongColumns: alongColumns,
                name: subject.name + (alongColumns ? "-rows" : "-columns"), of: subject.title,
                label: subject.label(settings.shown), gap: gap))
    }

    private func checkInterrupt() throws(MapInterrupted) {
        if interrupt.isRaised { throw .computing }
    }

    private mutating func show(_ what: String, _ share: Double) throws(MapInterrupted) {
        try checkInterrupt()
        progress.show("\(what): \(Int(share * 100)) %", at: clock.now() / .seconds(1))
    }

    /// Layers in few words.
    private static func names(_ layers: [Int]) -> String {
        guard let first = layers.first, let last = layers.last, layers == Array(first...last), first < last else {
            return layers.map(String.init).joined(separator: ", ")
        }
        return "\(first)-\(last)"
    }
}
