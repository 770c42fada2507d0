import SSMContext
import SSMModel
import SSMTensor

/// Strategies under test, inside a tiny model.
struct ContractSubject {
    let label: String
    let strategies: [any ContextStrategy]
    let report: ContractReport

    /// Runs every check.
    ///
    /// - Parameter idle: parameters that may get no gradient; nil: any may.
    func checkAll(isInert: Bool, idle: Set<String>?) async {
        await report.attempt("set-up") {
            let workload = try ContractWorkload(texts: strategies.flatMap(\.texts))
            let runtime = try self.runtime(for: workload, on: Device(workers: 1, poisoned: true))
            await report.attempt("planning") {
                for entry in runtime.stack.entries { try entry.strategy.check(for: runtime.model.configuration) }
            }
            await report.attempt("passes") { try checkPasses(runtime, workload, isInert: isInert) }
            await report.attempt("packing") { try checkPacking(runtime, workload) }
            await report.attempt("chunks") { try checkChunks(runtime, workload) }
            await report.attempt("workers") { try checkWorkers(runtime, workload) }
            await report.attempt("memory") { try checkMemory(runtime) }
            await report.attempt("decoding") { try checkDecoding(runtime, workload) }
            await report.attempt("training") { try await checkTraining(runtime, workload, idle: idle) }
            await report.attempt("answers") { try checkAnswers(runtime, workload) }
        }
    }

    func runtime(for workload: ContractWorkload, on device: Device) throws -> StrategyRuntime {
        let model = try TinyModel.make(
            TinyModel.configuration(vocabularySize: workload.tokenizer.vocabularySize), on: device)
        let stack = StrategyStack(strategies)
        let parameters = stack.initialParameters(for: model, key: RandomKey(seed: 2))
        return try StrategyRuntime(model: model, stack: stack, parameters: parameters)
    }

    /// Reads some sequences of the workload: states, surviving rows, and logits of the protected rows.
    func read(
        _ indices: [Int], of workload: ContractWorkload, by runtime: StrategyRuntime, chunkRows: Int? = nil
    ) throws -> Reading {
        let sequences = indices.map { workload.sequences[$0] }
        let protected = indices.map { workload.protected[$0] }
        let wanted = zip(sequences, protected).map { $1 + [Int32($0.count - 1)] }
        let request = ForwardRequest(
            stream: TokenStream(sequences), sequences: workload.infos(indices),
            outputs: ForwardOutputs(state: true, hidden: .surviving, logits: .at(RowNames(wanted))),
            protected: RowNames(protected), chunkRows: chunkRows)
        let result = try runtime.forward(request, phase: .prefill, meter: CostMeter())
        guard let state = result.state, let hidden = result.hidden, let logits = result.logits else {
            throw StrategyError.brokenRule(strategy: label, rule: "a pass leaves out an output that was asked for")
        }
        return Reading(result: result, state: state, hidden: hidden, logits: logits)
    }
}

/// What one pass gave.
struct Reading {
    let result: ForwardResult
    let state: ModelState
    let hidden: NamedRows
    let logits: NamedRows

    /// Compares the results of one sequence here with those of one in another pass.
    func compare(
        sequence: Int, with other: Reading, sequence otherSequence: Int, in report: ContractReport, named name: String
    ) {
        let positions = result.positions[result.layout.range(of: sequence)]
        let others = other.result.positions[other.result.layout.range(of: otherSequence)]
        guard positions.elementsEqual(others) else {
            report.breach("\(name): the rows \(Array(positions)) survive instead of \(Array(others))")
            return
        }
        report.close(
            hidden.values.rows(hidden.layout.range(of: sequence)),
            other.hidden.values.rows(other.hidden.layout.range(of: otherSequence)), named: "\(name), hidden rows")
        report.close(
            logits.values.rows(logits.layout.range(of: sequence)),
            other.logits.values.rows(other.logits.layout.range(of: otherSequence)), named: "\(name), logits")
        let (mine, theirs) = (state.gathered([sequence]), other.state.gathered([otherSequence]))
        report.require(mine.positions == theirs.positions, "\(name): the next position differs")
        for (layer, (left, right)) in zip(mine.layers, theirs.layers).enumerated() {
            report.close(left.convolution, right.convolution, named: "\(name), convolution state of layer \(layer)")
            report.close(left.scan, right.scan, named: "\(name), state of layer \(layer)")
        }
    }

    /// Expects the same bits.
    func expectSame(as other: Reading, in report: ContractReport, named name: String) {
        report.require(
            result.positions == other.result.positions && result.layout == other.result.layout,
            "\(name): other rows survive")
        report.sameBits(hidden.values, other.hidden.values, named: "\(name), hidden rows")
        report.sameBits(logits.values, other.logits.values, named: "\(name), logits")
        for (layer, (left, right)) in zip(state.layers, other.state.layers).enumerated() {
            report.sameBits(left.convolution, right.convolution, named: "\(name), convolution state of layer \(layer)")
            report.sameBits(left.scan, right.scan, named: "\(name), state of layer \(layer)")
        }
    }
}
