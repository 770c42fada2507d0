import SSMTensor

/// One pass through all layers, in stages.
///
/// Layers without a hook that drops rows are run chunk by chunk, each chunk through all of them. A layer that drops
/// rows needs the importance of every row first: the stage before it leaves its rows in a buffer, one pass over them
/// scores, a second computes the chunk again and keeps the rows that stay. So only the residual stream and one number
/// a row are held beyond a chunk.
struct ForwardPass {
    let model: LanguageModel
    let request: ForwardRequest
    let meter: CostMeter

    private var names: StreamNames
    private var buffer: RowBuffer?
    private var convolution: [StateCarry]
    private var scan: [StateCarry]
    private var selections: [SelectionRecord] = []

    init(model: LanguageModel, request: ForwardRequest, meter: CostMeter) throws {
        self.model = model
        self.request = request
        self.meter = meter
        names = StreamNames(
            positions: request.stream.positions, tokens: request.stream.tokens, layout: request.stream.layout)
        try RequestCheck(model: model, request: request).run()
        convolution = (0..<model.blocks.count).map {
            StateCarry(initial: request.initialState?.layers[$0].convolution)
        }
        scan = (0..<model.blocks.count).map { StateCarry(initial: request.initialState?.layers[$0].scan) }
    }

    mutating func run() throws -> ForwardResult {
        if !request.isDecoding { meter.add { $0.passes += 1 } }
        var first = 0
        for layer in model.blocks.indices where !selectingHooks(at: layer).isEmpty {
            try runStage(first..<layer)
            try runSelectingLayer(layer)
            first = layer + 1
        }
        return try runLastStage(first..<model.blocks.count)
    }

    // MARK: Stages

    /// Runs layers that keep all rows and leaves the rows in the buffer.
    private mutating func runStage(_ layers: Range<Int>) throws {
        guard !layers.isEmpty else { return }
        var result = RowBuffer()
        for chunk in chunks() {
            var rows = try enter(chunk)
            for layer in layers { rows = try runLayer(layer, rows, in: chunk) }
            result.append(rows)
            buffer?.release(before: chunk.range.upperBound)
        }
        buffer = result
    }

    /// Runs the last layers and collects the outputs.
    private mutating func runLastStage(_ layers: Range<Int>) throws -> ForwardResult {
        var collector = OutputCollector(model: model, request: request, names: names)
        for chunk in chunks() {
            var rows = try enter(chunk)
            for layer in layers { rows = try runLayer(layer, rows, in: chunk) }
            try collector.take(rows, of: chunk)
        }
        if request.isDecoding {
            meter.add { $0.decodedTokens += request.stream.layout.rows }
        }
        let state = request.outputs.state ? finalState() : nil
        return collector.result(state: state, selections: selections)
    }

    /// Runs a layer whose hooks drop rows: score, select, keep.
    private mutating func runSelectingLayer(_ layer: Int) throws {
        let all = chunks()
        // With one chunk (always in training) the inputs are made once; else each pass makes them again.
        var made: (rows: Tensor, scan: ScanInputs, history: Tensor)?
        if all.count == 1 {
            let rows = try enter(all[0])
            let inputs = try observedInputs(of: layer, rows, in: all[0])
            made = (rows, inputs.scan, inputs.history)
        }
        var kept = RowSelection(keepingAllOf: names.layout)
        for index in selectingHooks(at: layer) {
            kept = try select(by: index, at: layer, after: kept, made: made?.scan)
        }
        var result = RowBuffer()
        let before = names
        names = before.keeping(kept)
        try observeKept(names, at: layer)
        for chunk in all {
            let rows: Tensor
            var inputs: (scan: ScanInputs, history: Tensor)
            if let made {
                (rows, inputs) = (made.rows, (made.scan, made.history))
            } else {
                rows = try enter(chunk)
                inputs = try observedInputs(of: layer, rows, in: chunk)
            }
            try carry(inputs, to: layer, after: chunk)
            let local = kept.local(to: chunk, in: before.layout)
            let small = Chunk(
                range: local.rows.isEmpty ? 0..<0 : 0..<local.rows.count, firstSequence: chunk.firstSequence,
                layout: local.layout, positions: local.rows.map { chunk.positions[$0] },
                tokens: local.rows.map { chunk.tokens[$0] })
            try apply(hooksAt(layer), to: &inputs.scan, at: layer, upTo: local)
            result.append(try finish(layer, rows.gathered(rows: local.rows), inputs.scan, in: small))
            buffer?.release(before: chunk.range.upperBound)
        }
        buffer = result
    }

    // MARK: One layer

    /// Runs one layer on a chunk: (T, D) → (T, D).
    private mutating func runLayer(_ layer: Int, _ rows: Tensor, in chunk: Chunk) throws -> Tensor {
        var inputs = try observedInputs(of: layer, rows, in: chunk)
        try carry(inputs, to: layer, after: chunk)
        for index in hooksAt(layer) { try request.hooks[index].rewrite(&inputs.scan, at: layer) }
        return try finish(layer, rows, inputs.scan, in: chunk)
    }

    /// Goes on with the convolution after a chunk.
    private mutating func carry(
        _ inputs: (scan: ScanInputs, history: Tensor), to layer: Int, after chunk: Chunk
    ) throws {
        convolution[layer].update(inputs.history, of: chunk.sequences)
        try request.probes.observe(.convolutionState, at: layer, in: chunk, .tensor(inputs.history.detached))
        try request.probes.observe(.scanInputs, at: layer, in: chunk, .scan(inputs.scan))
    }

    private func observedInputs(
        of layer: Int, _ rows: Tensor, in chunk: Chunk
    ) throws -> (scan: ScanInputs, history: Tensor) {
        try inputs(of: layer, rows, in: chunk, carry: convolution[layer], withGate: true) { input in
            try request.probes.observe(.convolutionInput, at: layer, in: chunk, .tensor(input.detached))
        }
    }

    private func inputs(
        of layer: Int, _ rows: Tensor, in chunk: Chunk, carry: StateCarry, withGate: Bool,
        observeInput: (Tensor) throws -> Void = { _ in }
    ) throws -> (scan: ScanInputs, history: Tensor) {
        let shape = [model.configuration.convolutionWidth - 1, model.configuration.innerWidth]
        return try model.blocks[layer].scanInputs(
            rows, in: chunk, history: carry.states(of: chunk.sequences, shape: shape, on: model.device),
            keys: model.rowKeys(of: chunk, in: request), withGate: withGate,
            sequences: Array(request.sequences[chunk.sequences]), observeInput: observeInput)
    }

    /// Scans, projects and adds to the rows that came back.
    private mutating func finish(
        _ layer: Int, _ residual: Tensor, _ inputs: ScanInputs, in chunk: Chunk
    ) throws -> Tensor {
        precondition(inputs.rows == residual.rows, "block \(layer): \(inputs.rows) rows scanned of \(residual.rows)")
        let shape = [model.configuration.innerWidth, model.configuration.state]
        try request.probes.observe(.hookedScanInputs, at: layer, in: chunk, .scan(inputs))
        let (output, state) = inputs.scanned(
            from: scan[layer].states(of: chunk.sequences, shape: shape, on: model.device))
        scan[layer].update(state, of: chunk.sequences)
        meter.add { $0.addScannedRows(inputs.rows, at: layer) }
        try request.probes.observe(.scanOutput, at: layer, in: chunk, .tensor(output.detached))
        try request.probes.observe(.state, at: layer, in: chunk, .tensor(state.detached))
        let block = model.blocks[layer].outProjection(output, model.rowKeys(of: chunk, in: request))
        try request.probes.observe(.blockOutput, at: layer, in: chunk, .tensor(block.detached))
        let rows = residual + block
        try request.probes.observe(.residual, at: layer, in: chunk, .tensor(rows.detached))
        return rows
    }

    // MARK: Choosing rows

    /// Lets one hook choose among the rows that the ones before it kept.
    private mutating func select(
        by index: Int, at layer: Int, after kept: RowSelection, made: ScanInputs?
    ) throws -> RowSelection {
        let hook = request.hooks[index]
        let before = hooksAt(layer).filter { $0 < index }
        var sums: [Tensor?] = Array(repeating: nil, count: names.layout.count)
        if hook.surveys {
            try forEachScored(layer, after: before, kept, made: made) { chunk, scan in
                guard let survey = hook.survey(scan, at: layer)?.detached else { return }
                for (row, sequence) in chunk.sequences.enumerated() {
                    let part = survey.rows(row..<(row + 1))
                    sums[sequence] = sums[sequence].map { $0 + part } ?? part
                }
            }
        }
        var importance: [Float] = []
        var keepsAll = false
        try forEachScored(layer, after: before, kept, made: made) { chunk, scan in
            let survey = chunk.sequences.compactMap { sums[$0] }
            guard
                let scores = hook.importance(
                    of: scan, at: layer, survey: survey.isEmpty ? nil : .concatenating(survey))
            else {
                keepsAll = true
                return
            }
            importance += scores.values
        }
        guard !keepsAll else { return kept }
        let entering = names.keeping(kept)
        guard importance.count == entering.layout.rows else {
            throw ModelError.brokenRule(
                owner: request.owner(ofHook: index), layer: layer,
                rule: "gave \(importance.count) scores for \(entering.layout.rows) rows")
        }
        let protected = request.protectedNames.rows(of: entering.positions, in: entering.layout)
        let choice = hook.select(from: importance, at: layer, in: entering.layout, protected: protected)
        try choice.check(against: entering, protected: protected, owner: request.owner(ofHook: index), layer: layer)
        let record = SelectionRecord(
            owner: request.owner(ofHook: index), layer: layer, importance: importance,
            positions: entering.positions, layout: entering.layout, kept: choice)
        selections.append(record)
        try observeImportance(record, of: entering)
        return RowSelection(
            keeping: (0..<choice.layout.count).map { sequence in
                choice.layout.range(of: sequence).map { kept.rows[choice.rows[$0]] }
            })
    }

    /// Hands every chunk's scan inputs to `body`, with the hooks before the scoring one applied.
    private func forEachScored(
        _ layer: Int, after hooks: [Int], _ kept: RowSelection, made: ScanInputs?,
        _ body: (Chunk, ScanInputs) throws -> Void
    ) throws {
        var carry = convolution[layer]
        for chunk in chunks() {
            var scan: ScanInputs
            if let made {
                scan = made
            } else {
                let rows = try enter(chunk, observed: false)
                let inputs = try inputs(of: layer, rows, in: chunk, carry: carry, withGate: false)
                carry.update(inputs.history, of: chunk.sequences)
                scan = inputs.scan
            }
            try apply(hooks, to: &scan, at: layer, upTo: kept.local(to: chunk, in: names.layout))
            try body(chunk, scan)
        }
    }

    /// Applies hooks to a chunk: first the rows that stay, then each rewrite in order.
    private func apply(
        _ hooks: [Int], to scan: inout ScanInputs, at layer: Int, upTo kept: (rows: [Int], layout: SequenceLayout)
    ) throws {
        if kept.rows.count != scan.rows { scan.keep(kept.rows, layout: kept.layout) }
        for index in hooks { try request.hooks[index].rewrite(&scan, at: layer) }
    }

    // MARK: Rows

    private func hooksAt(_ layer: Int) -> [Int] {
        request.hooks.indices.filter { request.hooks[$0].layers.contains(layer) }
    }

    private func selectingHooks(at layer: Int) -> [Int] {
        hooksAt(layer).filter { request.hooks[$0].selectsRows }
    }

    private func chunks() -> [Chunk] {
        let limit = request.isDifferentiable ? Int.max / 2 : request.chunkRows ?? LanguageModel.defaultChunkRows
        return Chunk.cut(names, limit: limit)
    }

    /// The rows with which a chunk enters the present stage.
    private func enter(_ chunk: Chunk, observed: Bool = true) throws -> Tensor {
        if let buffer { return buffer.rows(chunk.range) }
        let rows = request.stream.source.rows(chunk.range, embedding: model.embedding)
        if observed { try request.probes.observe(.embedding, at: 0, in: chunk, .tensor(rows.detached)) }
        return rows
    }

    private func finalState() -> ModelState {
        let configuration = model.configuration
        let count = request.stream.layout.count
        let layers = model.blocks.indices.map { layer in
            ModelState.Layer(
                convolution: convolution[layer].all(
                    count: count, shape: [configuration.convolutionWidth - 1, configuration.innerWidth],
                    on: model.device),
                scan: scan[layer].all(
                    count: count, shape: [configuration.innerWidth, configuration.state], on: model.device))
        }
        let layout = request.stream.layout
        let positions = (0..<count).map { sequence -> Int32 in
            let rows = layout.range(of: sequence)
            guard let last = rows.last else { return request.initialState?.positions[sequence] ?? 0 }
            return request.stream.positions[last] + 1
        }
        return ModelState(layers: layers, positions: positions)
    }
}
