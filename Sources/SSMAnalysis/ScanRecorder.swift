package import SSMModel
import SSMTensor
import Synchronization

/// Records what scans read, of a pass over one sequence, for maps.
///
/// A sequence that starts over is read again, by another pass, and replaces what was recorded before.
package final class ScanRecorder: Probe {
    package let sites: Set<Site> = [.hookedScanInputs, .convolutionInput]
    package let layers: LayerSelection
    /// The channels that are recorded; nil: all.
    package let channels: [Int]?
    private let parts = Mutex<[Int: Parts]>([:])

    /// What was seen of one layer, chunk by chunk.
    private struct Parts {
        var x: [Tensor] = []
        var steps: [Tensor] = []
        var b: [Tensor] = []
        var c: [Tensor] = []
        var gate: [Tensor] = []
        var a: Tensor?
        var skip: Tensor?
        var positions: [Int32] = []
        var tokens: [TokenID] = []
        var input: [Tensor] = []
        var inputPositions: [Int32] = []
    }

    /// A recorder that has seen nothing.
    ///
    /// - Parameters:
    ///   - layers: the layers to record.
    ///   - channels: numbers of the channels to record, increasing; nil: all. Long sequences of wide models need much
    ///     memory with all.
    package init(layers: LayerSelection = .all, channels: [Int]? = nil) {
        self.layers = layers
        self.channels = channels
    }

    package func observe(_ observation: Observation) {
        precondition(
            observation.layout.count <= 1 && observation.firstSequence == 0,
            "ScanRecorder: a batch of several sequences")
        guard !observation.positions.isEmpty else { return }
        parts.withLock { parts in
            var seen = parts[observation.layer] ?? Parts()
            switch observation.value {
            case .tensor(let input):
                if let last = seen.inputPositions.last, observation.positions[0] < last { seen = Parts() }
                seen.input.append(narrowed(input))
                seen.inputPositions += observation.positions
            case .scan(let scan):
                add(scan, to: &seen)
            }
            parts[observation.layer] = seen
        }
    }

    private func add(_ scan: ScanInputs, to seen: inout Parts) {
        seen.x.append(narrowed(scan.x.detached))
        seen.steps.append(narrowed(scan.steps.detached))
        seen.b.append(scan.b.detached)
        seen.c.append(scan.c.detached)
        if let gate = scan.gate { seen.gate.append(narrowed(gate.detached)) }
        seen.a = channels.map { scan.a.detached.gathered(rows: $0) } ?? scan.a.detached
        seen.skip = channels.map { scan.skip.detached.picked($0) } ?? scan.skip.detached
        seen.positions += scan.positions
        seen.tokens += scan.tokens
    }

    private func narrowed(_ rows: Tensor) -> Tensor {
        channels.map { rows.gathered(columns: $0) } ?? rows
    }

    /// The layers that were seen, in order.
    package var recordedLayers: [Int] { parts.withLock { $0.keys.sorted() } }

    /// What was recorded of a layer, with the weights that stand around its scan in the model.
    ///
    /// - Throws: `MapError.noSuchLayer`.
    package func scan(ofLayer layer: Int, in model: LanguageModel) throws(MapError) -> RecordedScan {
        guard let seen = parts.withLock({ $0[layer] }), let a = seen.a, let skip = seen.skip else {
            throw .noSuchLayer(layer, recorded: recordedLayers)
        }
        let all = Array(0..<model.configuration.innerWidth)
        return RecordedScan(
            layer: layer, channels: channels ?? all, x: .concatenating(seen.x), steps: .concatenating(seen.steps),
            b: .concatenating(seen.b), c: .concatenating(seen.c), a: a, skip: skip, positions: seen.positions,
            tokens: seen.tokens, surroundings: surroundings(seen, layer: layer, in: model))
    }

    private func surroundings(_ seen: Parts, layer: Int, in model: LanguageModel) -> RecordedScan.Surroundings? {
        func weight(_ name: ParameterName.Block) -> Tensor? { model.parameters[ParameterName.block(layer, name)] }
        guard !seen.gate.isEmpty, !seen.input.isEmpty, let convolution = weight(.convolutionWeight),
            let bias = weight(.convolutionBias), let projection = weight(.outProjection)
        else { return nil }
        let matrix = convolution.detached.reshaped([convolution.rows, convolution.columns])
        return RecordedScan.Surroundings(
            gate: .concatenating(seen.gate), input: .concatenating(seen.input), inputPositions: seen.inputPositions,
            weight: channels.map { matrix.gathered(rows: $0) } ?? matrix,
            bias: channels.map { bias.detached.picked($0) } ?? bias.detached,
            outProjection: narrowed(projection.detached))
    }
}
