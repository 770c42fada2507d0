import Foundation
import SSMContext
import SSMModel
import SSMStore
import SSMTensor

/// Streams the logits and hidden states of sequences to an HDF5 file, chunk by chunk.
struct LogitRecording {
    private let writer: HDF5Writer
    private let model: LanguageModel
    private let includesHidden: Bool

    /// Begins a file.
    init(to url: URL, model: LanguageModel, includesHidden: Bool) throws(StoreError) {
        writer = try HDF5Writer(creating: url)
        self.model = model
        self.includesHidden = includesHidden
    }

    /// Runs one sequence and writes what comes out under its index.
    func record(_ tokens: [TokenID], as index: Int, through runtime: StrategyRuntime) throws {
        let layers = model.configuration.layers
        try writer.createFloats("/logits/\(index)", columns: model.configuration.vocabularySize)
        try writer.createIntegers("/positions/\(index)")
        for entry in includesHidden ? Array(0...layers) : [] {
            try writer.createFloats("/hidden_states/\(index)/\(entry)", columns: model.configuration.width)
            try writer.createIntegers("/hidden_positions/\(index)/\(entry)")
        }
        let probe = RowProbe(writer: writer, model: model, index: index, includesHidden: includesHidden)
        let info = SequenceInfo(
            id: "\(index)", promptLength: tokens.count, totalLength: tokens.count,
            key: RandomKey(seed: 0).folding("logits").folding(index))
        let request = ForwardRequest(
            stream: TokenStream([tokens]), sequences: [info], outputs: ForwardOutputs(), probes: ProbeSet([probe]))
        _ = try runtime.forward(request, phase: .prefill, meter: CostMeter())
    }

    /// Closes the file and gives it its name.
    func finish() throws(StoreError) {
        try writer.finish()
    }
}

/// Appends the rows that it sees to the datasets of one sequence.
private struct RowProbe: Probe {
    let writer: HDF5Writer
    let model: LanguageModel
    let index: Int
    let includesHidden: Bool

    var sites: Set<Site> { includesHidden ? [.residual, .finalHidden] : [.finalHidden] }
    var layers: LayerSelection { .all }

    func observe(_ observation: Observation) throws {
        guard case .tensor(let rows) = observation.value else { return }
        let positions = observation.positions.map { Int64($0) }
        if observation.site == .finalHidden {
            try writer.append(model.logits(of: rows), to: "/logits/\(index)")
            try writer.append(positions, to: "/positions/\(index)")
        }
        guard includesHidden else { return }
        try writer.append(rows, to: "/hidden_states/\(index)/\(observation.layer)")
        try writer.append(positions, to: "/hidden_positions/\(index)/\(observation.layer)")
    }
}
