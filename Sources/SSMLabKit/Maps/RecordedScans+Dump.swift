import ArgumentParser
import Foundation
import SSMAnalysis
import SSMRecord
import SSMStore
import SSMTensor

extension RecordedScans {
    /// The scans of one file of a dump.
    ///
    /// - Parameters:
    ///   - sample, strategy: which file, where the folder has several.
    ///   - layers, channels: what is wanted of it.
    /// - Throws: `InputError.unsupportedKind` when no file, or more than one, is meant; errors of the file.
    init(
        ofDump path: String, sample: String?, strategy: String?, layers: NumberList, channels: NumberList,
        on device: Device
    ) throws {
        let folder = URL(fileURLWithPath: path)
        let file = try Self.file(in: folder, path: path, sample: sample, strategy: strategy)
        let reader = try DumpFolder.open(file, in: folder)
        // Lists of positions are read by it before the layers are.
        guard file.tokens > 0 else {
            throw InputError.unsupportedKind(path: reader.path, reason: "a sequence of \(file.tokens) tokens is none")
        }
        let recorded = RecordedScan.layers(in: reader)
        guard let last = recorded.last else {
            throw InputError.unsupportedKind(
                path: reader.path, reason: "it has no scan inputs; dump with --sites scan-inputs")
        }
        let chosen = try layers.isAll ? recorded : layers.values(below: last + 1, of: "layer")
        if let missing = chosen.first(where: { !recorded.contains($0) }) {
            throw ValidationError("--layers: \(MapError.noSuchLayer(missing, recorded: recorded))")
        }
        let count = try RecordedScan.channelCount(ofLayer: recorded[0], in: reader)
        let lanes = channels.isAll ? nil : try channels.values(below: count, of: "channel")
        self.init(
            layers: chosen, channelCount: count, length: file.tokens,
            reading: "\(file.strategy), \(file.sample)", channels: lanes,
            facts: Self.facts(
                model: file.model, strategy: file.strategy, sample: file.sample, tokens: file.tokens, channels: lanes),
            scan: { try RecordedScan(ofLayer: $0, in: reader, channels: lanes, on: device) })
    }

    /// The file that is meant.
    private static func file(
        in folder: URL, path: String, sample: String?, strategy: String?
    ) throws -> DumpedFile {
        let all = try DumpFolder.files(in: folder)
        let found = all.filter { file in
            (sample.map { $0 == file.sample } ?? true) && (strategy.map { $0 == file.strategy } ?? true)
        }
        if found.count == 1, let file = found.first { return file }
        guard !all.isEmpty else {
            throw InputError.unsupportedKind(path: path, reason: "it is no folder of a dump with a finished file")
        }
        let choices = all.map { "--sample '\($0.sample)' --column '\($0.strategy)'" }.joined(separator: "\n  ")
        let count = found.isEmpty ? "none of its files is meant" : "\(found.count) of its files may be meant"
        throw InputError.unsupportedKind(path: path, reason: "\(count); choose one by\n  \(choices)")
    }
}
