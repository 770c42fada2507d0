import Foundation
import SSMAnalysis
import SSMLabTesting
import SSMModel
import SSMTensor

/// A tiny model that reads one sequence, with everything that its scans read recorded.
struct MapFixture {
    let device: Device
    let model: LanguageModel
    let tokens: [TokenID]
    let recorder: ScanRecorder
    /// What the scans and the blocks gave out, by layer: (T, E) and (T, D).
    let outputs: Outputs

    /// - Parameters:
    ///   - length: rows of the sequence.
    ///   - chunkRows: rows of a chunk of the pass.
    ///   - channels: the channels that are recorded; nil: all.
    ///   - hooks: what changes the scans.
    ///   - stream: what enters the model; nil: the sequence as it is.
    init(
        length: Int, chunkRows: Int = 16, channels: [Int]? = nil, hooks: [any ScanHook] = [],
        stream: (([TokenID], Device) -> TokenStream)? = nil
    ) throws {
        device = Device(workers: 2, poisoned: true)
        model = try TinyModel.make(on: device)
        tokens = TinyModel.tokens(length, key: RandomKey(seed: 21))
        recorder = ScanRecorder(channels: channels)
        outputs = Outputs()
        let request = ForwardRequest(
            stream: stream?(tokens, device) ?? TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
            outputs: ForwardOutputs(), hooks: hooks, probes: ProbeSet([recorder, outputs]), chunkRows: chunkRows)
        _ = try model.forward(request, meter: CostMeter())
    }

    func scan(_ layer: Int) throws -> RecordedScan { try recorder.scan(ofLayer: layer, in: model) }

    /// Keeps what scans and blocks gave out.
    final class Outputs: Probe, @unchecked Sendable {  // a pass calls it on its own thread only
        private var parts: [Site: [Int: [Tensor]]] = [:]
        let sites: Set<Site> = [.scanOutput, .blockOutput]
        let layers = LayerSelection.all

        func observe(_ observation: Observation) {
            guard case .tensor(let rows) = observation.value else { return }
            parts[observation.site, default: [:]][observation.layer, default: []].append(rows)
        }

        /// All rows of a layer at a site.
        func rows(of site: Site, layer: Int) -> Tensor { .concatenating(parts[site]?[layer] ?? []) }
    }
}

/// Keeps the rows of every third position, and the last row, of one layer.
struct KeepingThirds: ScanHook {
    let layer: Int
    var layers: LayerSelection { .some([layer]) }
    var selectsRows: Bool { true }

    func importance(of scan: ScanInputs, at layer: Int, survey: Tensor?) -> Tensor? {
        Tensor(scan.positions.map { $0 % 3 == 0 ? 1 : 0 }, shape: [scan.rows], on: scan.x.device)
    }

    func select(
        from importance: [Float], at layer: Int, in layout: SequenceLayout, protected: RowSet
    ) -> RowSelection {
        RowSelection(
            keeping: (0..<layout.count).map { sequence in
                layout.range(of: sequence).filter { importance[$0] > 0 || protected.contains($0) }
            })
    }
}

/// The map of one channel by the definition, in double precision.
func naiveMap(_ scan: RecordedScan, lane: Int) -> [[Double]] {
    let (lanes, states) = (scan.channels.count, scan.a.columns)
    let (steps, a) = (scan.steps.values.map(Double.init), scan.a.values.map(Double.init))
    let (b, c) = (scan.b.values.map(Double.init), scan.c.values.map(Double.init))
    var sums: [Double] = []
    for row in 0..<scan.rows { sums.append((sums.last ?? 0) + steps[row * lanes + lane]) }
    return (0..<scan.rows).map { i -> [Double] in
        (0..<scan.rows).map { j -> Double in
            guard j <= i else { return 0 }
            var sum = 0.0
            for n in 0..<states {
                let decay = exp(a[lane * states + n] * (sums[i] - sums[j]))
                sum += c[i * states + n] * decay * steps[j * lanes + lane] * b[j * states + n]
            }
            return sum
        }
    }
}
