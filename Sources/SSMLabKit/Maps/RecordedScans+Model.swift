import Foundation
import SSMAnalysis
import SSMContext
import SSMExperiment
import SSMModel
import SSMRecord
import SSMTensor

extension RecordedScans {
    /// Bytes of a recorded channel of a row: input, step, gate and convolution's input, once more while chunks are joined.
    private static let bytesPerChannel = 2 * 4 * MemoryLayout<Float>.size

    /// Reads a sequence with a model as a prompt is read, and records its scans.
    ///
    /// - Parameters:
    ///   - sample: what the sequence is called in the file.
    ///   - channels: the channels to record; nil: all.
    ///   - progress: is told how many rows each of the layers has read.
    /// - Throws: `MemoryError` before anything is read when the recording would not fit.
    init(
        reading tokens: [TokenID], named sample: String, with runtime: StrategyRuntime, of loaded: LoadedModel,
        strategies: [String], layers: [Int], channels: [Int]?, available: AvailableMemory = .now, progress: any Probe
    ) throws {
        let configuration = runtime.model.configuration
        let width = channels?.count ?? configuration.innerWidth
        let (bytes, isTooLarge) = (tokens.count * layers.count * width).multipliedReportingOverflow(
            by: Self.bytesPerChannel)
        try available.check(
            isTooLarge ? .max : bytes,
            for: "recording \(tokens.count) tokens in \(layers.count) layers of \(width) channels",
            remedy: "choose fewer with --layers or --channels, such as --channels 0-\(configuration.innerWidth - 1):50")
        let recorder = ScanRecorder(layers: .some(layers), channels: channels)
        let info = SequenceInfo(
            id: "map", promptLength: tokens.count, totalLength: tokens.count,
            key: RandomKey(seed: 0).folding("map"))
        // The logits of the last row, as for an answer: it is protected as an answer's is.
        let request = ForwardRequest(
            stream: TokenStream([tokens]), sequences: [info],
            outputs: ForwardOutputs(logits: .at(RowNames([[Int32(tokens.count - 1)]]))),
            probes: ProbeSet([recorder, progress]))
        _ = try runtime.forward(request, phase: .prefill, meter: CostMeter())
        let model = runtime.model
        self.init(
            layers: layers, channelCount: configuration.innerWidth, length: tokens.count,
            reading: strategies.isEmpty ? "no strategy" : strategies.joined(separator: ", "), channels: channels,
            facts: Self.facts(
                model: DumpedModel(
                    hash: ContentHash(of: model, strategies: runtime.parameters).hexadecimal,
                    name: loaded.source.lastPathComponent),
                strategy: strategies.joined(separator: ", "), sample: sample, tokens: tokens.count, channels: channels),
            scan: { try recorder.scan(ofLayer: $0, in: model) })
    }
}
