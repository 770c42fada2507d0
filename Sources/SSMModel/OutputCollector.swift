import SSMTensor

/// Takes the rows that come out of the last layer, chunk by chunk, and makes what was asked for.
struct OutputCollector {
    private let model: LanguageModel
    private let request: ForwardRequest
    private let names: StreamNames
    private let hiddenRows: RowSet?
    private let logitRows: RowSet?
    private let targets: [Int: LossTargets.Target]

    private var hidden: [Tensor] = []
    private var logits: [Tensor] = []
    private var loss: LossSum

    init(model: LanguageModel, request: ForwardRequest, names: StreamNames) {
        self.model = model
        self.request = request
        self.names = names
        func rows(_ wanted: ForwardOutputs.Rows?) -> RowSet? {
            switch wanted {
            case nil: nil
            case .surviving: RowNames.all.rows(of: names.positions, in: names.layout)
            case .at(let named): named.rows(of: names.positions, in: names.layout)
            }
        }
        hiddenRows = rows(request.outputs.hidden)
        logitRows = rows(request.outputs.logits)
        targets = request.outputs.loss.map { OutputCollector.place($0, in: names) } ?? [:]
        loss = LossSum(device: model.device)
    }

    /// Targets by row of the stream.
    private static func place(_ targets: LossTargets, in names: StreamNames) -> [Int: LossTargets.Target] {
        var placed: [Int: LossTargets.Target] = [:]
        for (sequence, list) in targets.sequences.enumerated() where !list.isEmpty {
            var next = 0
            let range = names.layout.range(of: sequence)
            for row in range {
                while next < list.count, list[next].position < names.positions[row] { next += 1 }
                guard next < list.count else { break }
                if list[next].position == names.positions[row], names.positions.isLast(row, in: range) {
                    placed[row] = list[next]
                }
            }
        }
        return placed
    }

    /// Takes the residual rows of a chunk: (T, D).
    mutating func take(_ residual: Tensor, of chunk: Chunk) throws {
        let observes = request.probes.wants(.finalHidden, at: model.blocks.count)
        let needed = chunk.range.filter {
            observes || hiddenRows?.contains($0) == true || logitRows?.contains($0) == true || targets[$0] != nil
        }
        guard !needed.isEmpty else { return }
        let isWhole = needed.count == chunk.range.count
        let rows = isWhole ? residual : residual.gathered(rows: needed.map { $0 - chunk.range.lowerBound })
        let normed = rows.rmsNorm(weight: model.finalNorm, epsilon: model.configuration.epsilon)
        if observes {
            try request.probes.observe(.finalHidden, at: model.blocks.count, in: chunk, .tensor(normed.detached))
        }
        func subset(_ belongs: (Int) -> Bool) -> Tensor? {
            let indices = needed.indices.filter { belongs(needed[$0]) }
            guard !indices.isEmpty else { return nil }
            return indices.count == needed.count ? normed : normed.gathered(rows: indices)
        }
        let rowKeys = model.rowKeys(of: chunk, in: request)
        func keys(_ belongs: (Int) -> Bool) -> RowKeys? {
            rowKeys?.gathered(rows: needed.filter(belongs).map { $0 - chunk.range.lowerBound })
        }
        if let hiddenRows, let rows = subset(hiddenRows.contains) { hidden.append(rows) }
        if let logitRows, let rows = subset(logitRows.contains) {
            logits.append(model.head(rows, keys(logitRows.contains)))
        }
        if let rows = subset({ targets[$0] != nil }) {
            loss.add(
                rows, targets: needed.compactMap { targets[$0] }, head: model.head,
                keys: keys { targets[$0] != nil })
        }
    }

    /// Everything together.
    func result(state: ModelState?, selections: [SelectionRecord]) -> ForwardResult {
        ForwardResult(
            state: state,
            hidden: hiddenRows.map { named(hidden, $0, columns: model.configuration.width) },
            logits: logitRows.map { named(logits, $0, columns: model.configuration.vocabularySize) },
            loss: request.outputs.loss == nil ? nil : loss.result,
            positions: names.positions, layout: names.layout, selections: selections)
    }

    private func named(_ pieces: [Tensor], _ rows: RowSet, columns: Int) -> NamedRows {
        let values: Tensor =
            switch pieces.count {
            case 0: .zeros([0, columns], on: model.device)
            case 1: pieces[0]
            default: .concatenating(pieces)
            }
        let kept = RowSelection(
            keeping: (0..<names.layout.count).map { names.layout.range(of: $0).filter(rows.contains) })
        return NamedRows(
            values: values, positions: kept.rows.map { names.positions[$0] }, layout: kept.layout)
    }
}

/// The loss of a pass, summed over chunks.
private struct LossSum {
    let device: Device
    private var total: Tensor?
    private var requiredLoss = 0.0
    private var requiredLosses: [Float] = []
    private var requiredCorrect = 0
    private var requiredCount = 0
    private var weight = 0.0

    init(device: Device) {
        self.device = device
    }

    /// Adds rows of the final norm and their targets.
    mutating func add(_ hidden: Tensor, targets: [LossTargets.Target], head: Projection, keys: RowKeys?) {
        let part = Tensor.crossEntropy(
            hidden: hidden, head: head.weight, adapter: head.adapter.map { ($0.reduced(hidden, keys), $0.b) },
            targets: targets.map { Int($0.token) }, weights: targets.map(\.weight))
        total = total.map { $0 + part.total } ?? part.total
        for (index, target) in targets.enumerated() {
            weight += Double(target.weight)
            guard target.isRequired, target.weight != 0 else { continue }
            requiredCount += 1
            requiredLoss += Double(part.losses[index])
            requiredLosses.append(part.losses[index])
            if part.predictions[index] == Int(target.token) { requiredCorrect += 1 }
        }
    }

    var result: LossResult {
        LossResult(
            total: total ?? .zeros([], on: device), requiredLoss: requiredLoss, requiredLosses: requiredLosses,
            requiredCorrect: requiredCorrect, requiredCount: requiredCount, weight: weight)
    }
}
