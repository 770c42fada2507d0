import Foundation
import SSMAnalysis
import SSMStore
import SSMTensor

/// The HDF5 file of maps: a group for each kind and layer, in it the numbers and what their axes stand for.
struct MapFile {
    /// Its name in the folder.
    static let name = "maps.h5"
    private static let version = 1

    private let writer: HDF5Writer
    private let device: Device
    private let length: Int

    /// Begins the file.
    init(in folder: URL, of scans: RecordedScans, on device: Device) throws(StoreError) {
        writer = try HDF5Writer(creating: folder.appendingPathComponent(Self.name))
        self.device = device
        length = scans.length
        try writer.set(.integer(Self.version), named: "format-version")
        for fact in scans.facts { try writer.set(.text(fact.value), named: fact.name) }
    }

    /// Writes the averages of a layer, with a column for every position; of one channel alone α, which the others
    /// follow from.
    func write(
        _ averages: AttentionAverages, to group: String, ofOneChannel isOne: Bool, scattered: Bool = true
    ) throws(StoreError) {
        let others = isOne ? [] : [("absolute", averages.absolute), ("row-normalised", averages.rowNormalized)]
        for (name, map) in [("signed", averages.signed)] + others {
            try write(scattered ? map.scattered(to: length) : map, named: name, in: group, isFirst: name == "signed")
        }
    }

    /// Writes one map, with a column for every position.
    func write(_ map: AttentionMap, named name: String, in group: String) throws(StoreError) {
        try write(map.scattered(to: length), named: name, in: group, isFirst: true)
    }

    private func write(_ map: AttentionMap, named name: String, in group: String, isFirst: Bool) throws(StoreError) {
        if isFirst {
            try writeAxis("row-position", map.rowPositions.map { Int64($0) }, in: group)
            try writeAxis("column-position", map.columnPositions.map { Int64($0) }, in: group)
        }
        guard !map.columnPositions.isEmpty else { return }
        try writer.createFloats("\(group)/\(name)", columns: map.columnPositions.count)
        try writer.append(map.values, to: "\(group)/\(name)")
        try nameAxes(["row-position", "column-position"], of: name, in: group)
    }

    /// Writes a map of block averages.
    func write(_ map: BlockMap, to group: String) throws(StoreError) {
        let starts = (0..<map.count).map { Int64($0 * map.blockLength) }
        let axes = ["row-start", "column-start"]
        for axis in axes { try writeAxis(axis, starts, in: group) }
        for (name, values) in [("signed", map.signed), ("absolute", map.absolute)] {
            try writer.write(Tensor(values, shape: [map.count, map.count], on: device), to: "\(group)/\(name)")
            try nameAxes(axes, of: name, in: group)
        }
        try writer.set(.integer(map.blockLength), named: "block-length", on: group)
    }

    /// Writes the mean distances of a layer's channels.
    func write(_ distance: MeanDistance) throws(StoreError) {
        let group = "distance/\(distance.layer)"
        try writeAxis("channel", distance.channels.map { Int64($0) }, in: group)
        try write(distance.perChannel.map { Float($0) }, named: "mean-distance", along: "channel", in: group)
        try writer.set(.number(distance.mean), named: "mean", on: "\(group)/mean-distance")
        try writer.set(.integer(distance.position), named: "from-position", on: "\(group)/mean-distance")
    }

    /// Writes the steps of a layer by position.
    func write(_ strip: StepStrip) throws(StoreError) {
        let group = "steps/\(strip.layer)"
        try writeAxis("position", strip.steps.indices.map { Int64($0) }, in: group)
        try write(strip.steps, named: "mean-step", along: "position", in: group)
        try write(strip.fates.map { Int64($0.rawValue) }, to: "\(group)/fate")
        try nameAxes(["position"], of: "fate", in: group)
        try writer.set(.text("0 dropped, 1 kept, 2 made up by a strategy"), named: "meaning", on: "\(group)/fate")
    }

    /// Writes the trace of a layer's state.
    func write(_ trace: StateTrace) throws(StoreError) {
        let group = "state/\(trace.layer)"
        try writeAxis("position", trace.points.map { Int64($0.position) }, in: group)
        try write(trace.points.map { Float($0.norm) }, named: "norm", along: "position", in: group)
        guard let needle = trace.needleSpan else { return }
        try write(trace.points.map { Float($0.share ?? 0) }, named: "needle-share", along: "position", in: group)
        try writer.set(
            .text("\(needle.lowerBound)-\(needle.upperBound)"), named: "needle", on: "\(group)/needle-share")
        try writer.set(.integer(trace.needleRows), named: "needle-rows", on: "\(group)/needle-share")
    }

    /// Closes the file and gives it its name.
    func finish() throws(StoreError) {
        try writer.finish()
    }

    private func write(_ values: [Int64], to name: String) throws(StoreError) {
        try writer.createIntegers(name)
        try writer.append(values, to: name)
    }

    private func write(
        _ values: [Float], named name: String, along axis: String, in group: String
    ) throws(StoreError) {
        try writer.write(Tensor(values, shape: [values.count], on: device), to: "\(group)/\(name)")
        try nameAxes([axis], of: name, in: group)
    }

    /// Writes what the indices of an axis stand for.
    private func writeAxis(_ name: String, _ values: [Int64], in group: String) throws(StoreError) {
        try write(values, to: "\(group)/\(name)")
        try writer.makeScale("\(group)/\(name)", titled: name)
    }

    /// Gives each axis of a dataset the scale of that name in its group.
    private func nameAxes(_ axes: [String], of dataset: String, in group: String) throws(StoreError) {
        for (index, axis) in axes.enumerated() {
            try writer.attach(scales: ["\(group)/\(axis)"], to: "\(group)/\(dataset)", axis: index, named: axis)
        }
    }
}
