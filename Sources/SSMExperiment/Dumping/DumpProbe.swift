import SSMModel
import SSMRecord
import SSMTensor
import Synchronization

/// Hands what it sees of one sample to a file of a dump.
final class DumpProbe: Probe {
    let sites: Set<Site>
    let layers: LayerSelection

    private let selection: DumpSelection
    private let wanted: Set<DumpSite>
    private let file: DumpFile
    private let model: LanguageModel
    private let memory = Mutex(Memory())

    private struct Memory {
        /// Rows of a site and layer so far, and a state that no distance has asked for yet.
        var states: [Place: (rows: Int, pending: Observation?)] = [:]
        /// Layers whose weights are handed over.
        var weighed: Set<Int> = []
        /// Layers whose importance is handed over.
        var scored: Set<Int> = []
        /// Names of the values that strategies gave.
        var given: Set<String> = []
    }

    private struct Place: Hashable {
        let site: Site
        let layer: Int
    }

    /// The probes of a selection: one for the sites of layers, one for those that belong to the whole model.
    static func probes(for selection: DumpSelection, of model: LanguageModel, into file: DumpFile) -> [DumpProbe] {
        let whole = selection.known.filter(\.isOfWholeModel)
        return [
            DumpProbe(
                selection, wanted: selection.known.subtracting(whole), of: model, into: file,
                layers: selection.layers.map(LayerSelection.some) ?? .all, seesPublished: false),
            DumpProbe(
                selection, wanted: whole, of: model, into: file, layers: .all,
                seesPublished: !selection.published.isEmpty),
        ]
    }

    private init(
        _ selection: DumpSelection, wanted: Set<DumpSite>, of model: LanguageModel, into file: DumpFile,
        layers: LayerSelection, seesPublished: Bool
    ) {
        self.selection = selection
        self.wanted = wanted
        self.file = file
        self.model = model
        self.layers = layers
        sites = Set(wanted.map(\.observed)).union(seesPublished ? [.published] : [])
    }

    /// The values that strategies gave: those that they published, asked for or not, and what was asked for of rows
    /// that they dropped.
    var given: Set<String> { memory.withLock { $0.given } }

    func observe(_ observation: Observation) throws {
        switch (observation.site, observation.value) {
        case (.published, .tensor(let values)):
            memory.withLock { _ = $0.given.insert(observation.name) }
            guard selection.published.contains(observation.name) else { return }
            let axes = ["channel", "state"].prefix(values.rank - 1)
            try append(.numbers(values), to: observation.name, axes: Array(axes), of: observation)
        case (.state, _), (.convolutionState, _):
            try keepState(observation)
        case (.kept, _):
            memory.withLock { _ = $0.given.insert(DumpSite.kept.rawValue) }
            try append(.positions, to: DumpSite.kept.rawValue, axes: [], of: observation)
        case (.importance, .tensor(let values)):
            // Of several hooks of a layer the first; what each gave is published under its own name.
            let isFirst = memory.withLock { memory in
                memory.given.insert(DumpSite.importance.rawValue)
                return memory.scored.insert(observation.layer).inserted
            }
            guard isFirst else { return }
            try append(.numbers(values), to: DumpSite.importance.rawValue, axes: [], of: observation)
        case (_, .tensor(let values)):
            guard let site = wanted.first(where: { $0.observed == observation.site }) else { return }
            try append(.numbers(values), to: site.rawValue, axes: site.axes, of: observation)
        case (_, .scan(let scan)):
            try appendScan(scan, of: observation)
        }
    }

    /// Hands over the last states, which stand at no distance.
    func finish() throws {
        let pending = memory.withLock { memory in memory.states.values.compactMap(\.pending) }
        for observation in pending.sorted(by: { $0.layer < $1.layer }) { try appendState(observation) }
    }

    private func append(
        _ values: DumpRows.Values, to site: String, axes: [String], of observation: Observation
    ) throws {
        try file.append(
            DumpRows(
                site: site, layer: observation.layer, values: values, axes: axes, positions: observation.positions,
                tokens: observation.tokens))
    }

    // MARK: The scan

    private func appendScan(_ scan: ScanInputs, of observation: Observation) throws {
        for site in DumpSite.allCases where wanted.contains(site) {
            let values: Tensor? =
                switch site {
                case .x: scan.x
                case .rawStep: scan.rawSteps
                case .step: scan.steps
                case .b: scan.b
                case .c: scan.c
                case .gate: scan.gate
                default: nil
                }
            guard let values else { continue }
            try append(.numbers(values.detached), to: site.rawValue, axes: site.axes, of: observation)
        }
        let layer = observation.layer
        guard selection.hasScanInputs, memory.withLock({ $0.weighed.insert(layer).inserted }) else { return }
        try file.append(scan.a.detached, axes: ["channel", "state"], named: "a", of: layer)
        try file.append(scan.skip.detached, axes: ["channel"], named: "d", of: layer)
        try file.append(scan.stepBias.detached, axes: ["channel"], named: "step-bias", of: layer)
        let weights: [(ParameterName.Block, String, [String])] = [
            (.convolutionWeight, "conv", ["channel", "tap"]), (.convolutionBias, "conv-bias", ["channel"]),
            (.outProjection, "out-projection", ["output", "channel"]),
        ]
        for (parameter, name, axes) in weights {
            guard let weight = model.parameters[ParameterName.block(layer, parameter)]?.detached else { continue }
            let isConvolution = parameter == .convolutionWeight
            let shaped = isConvolution ? weight.reshaped([weight.rows, weight.columns]) : weight
            try file.append(shaped, axes: axes, named: name, of: layer)
        }
    }

    // MARK: States

    /// Hands over the state of a chunk that reaches a multiple of the distance, and remembers another one.
    private func keepState(_ observation: Observation) throws {
        guard observation.layout.rows > 0 else { return }
        let distance = selection.stateEvery
        let isDue = memory.withLock { memory in
            let place = Place(site: observation.site, layer: observation.layer)
            let before = memory.states[place]?.rows ?? 0
            let now = before + observation.layout.rows
            let isDue = now / distance > before / distance
            memory.states[place] = (now, isDue ? nil : observation)
            return isDue
        }
        if isDue { try appendState(observation) }
    }

    /// Hands over a state under the name of the last row that it has seen.
    private func appendState(_ observation: Observation) throws {
        guard case .tensor(let state) = observation.value, let position = observation.positions.last,
            let token = observation.tokens.last,
            let site = wanted.first(where: { $0.observed == observation.site })
        else { return }
        try file.append(
            DumpRows(
                site: site.rawValue, layer: observation.layer, values: .numbers(state), axes: site.axes,
                positions: [position], tokens: [token]))
    }
}
