import SSMContext
import SSMModel
import SSMTensor

extension ContractSubject {
    /// One packed pass: finite, named by original positions in order, protected rows kept, the same bits again.
    func checkPasses(_ runtime: StrategyRuntime, _ workload: ContractWorkload, isInert: Bool) throws {
        let all = Array(workload.sequences.indices)
        let reading = try read(all, of: workload, by: runtime)
        report.finite(reading.hidden.values, named: "hidden rows")
        report.finite(reading.logits.values, named: "logits")
        checkNames(reading, workload)
        checkState(reading.state, runtime, count: all.count)
        report.require(
            reading.state.positions == workload.sequences.map { Int32($0.count) },
            "the state goes on at \(reading.state.positions), not behind the sequences")
        try read(all, of: workload, by: runtime).expectSame(as: reading, in: report, named: "the same pass again")
        guard isInert else { return }
        let baseline = try StrategyRuntime(
            model: runtime.model, stack: StrategyStack(), parameters: ParameterTree())
        reading.expectSame(
            as: try read(all, of: workload, by: baseline), in: report, named: "inert strategy against the baseline")
    }

    private func checkNames(_ reading: Reading, _ workload: ContractWorkload) {
        let result = reading.result
        guard result.layout.count == workload.sequences.count else {
            report.breach("\(workload.sequences.count) sequences became \(result.layout.count)")
            return
        }
        for (sequence, tokens) in workload.sequences.enumerated() {
            let positions = result.positions[result.layout.range(of: sequence)]
            report.require(
                positions.allSatisfy { (0..<Int32(tokens.count)).contains($0) },
                "sequence \(sequence): a position is not one of the original 0..<\(tokens.count)")
            report.require(
                zip(positions, positions.dropFirst()).allSatisfy { $0 <= $1 },
                "sequence \(sequence): positions decrease")
            for position in workload.protected[sequence] + [Int32(tokens.count - 1)] {
                report.require(
                    positions.contains(position), "sequence \(sequence): the protected row \(position) is gone")
            }
        }
        report.require(
            reading.hidden.positions == result.positions && reading.hidden.layout == result.layout,
            "hidden rows have other names than the result")
        let named = zip(workload.protected, workload.sequences).flatMap { $0 + [Int32($1.count - 1)] }
        report.require(
            reading.logits.positions == named, "logits are of the rows \(reading.logits.positions), not \(named)")
    }

    private func checkState(_ state: ModelState, _ runtime: StrategyRuntime, count: Int) {
        let configuration = runtime.model.configuration
        report.require(state.layers.count == configuration.layers, "the state has \(state.layers.count) layers")
        for (index, layer) in state.layers.enumerated() {
            report.require(
                layer.convolution.shape == [count, configuration.convolutionWidth - 1, configuration.innerWidth]
                    && layer.scan.shape == [count, configuration.innerWidth, configuration.state],
                "layer \(index): the state has the shapes \(layer.convolution.shape) and \(layer.scan.shape)")
            report.finite(layer.scan, named: "state of layer \(index)")
        }
    }

    /// A sequence gives alone what it gives among others, whatever their order.
    func checkPacking(_ runtime: StrategyRuntime, _ workload: ContractWorkload) throws {
        let order = Array(workload.sequences.indices)
        let packed = try read(order, of: workload, by: runtime)
        let backwards = try read(order.reversed(), of: workload, by: runtime)
        for index in order {
            try read([index], of: workload, by: runtime).compare(
                sequence: 0, with: packed, sequence: index, in: report, named: "sequence \(index) alone")
            backwards.compare(
                sequence: order.count - 1 - index, with: packed, sequence: index, in: report,
                named: "sequence \(index) in reverse order")
        }
    }

    /// The size of the chunks changes nothing.
    func checkChunks(_ runtime: StrategyRuntime, _ workload: ContractWorkload) throws {
        let all = Array(workload.sequences.indices)
        let whole = try read(all, of: workload, by: runtime)
        for rows in [1, 7, 64] {
            let chunked = try read(all, of: workload, by: runtime, chunkRows: rows)
            for index in all {
                chunked.compare(
                    sequence: index, with: whole, sequence: index, in: report,
                    named: "sequence \(index) in chunks of \(rows)")
            }
        }
    }

    /// The number of workers changes no bit.
    func checkWorkers(_ runtime: StrategyRuntime, _ workload: ContractWorkload) throws {
        let all = Array(workload.sequences.indices)
        let two = try self.runtime(for: workload, on: Device(workers: 2, poisoned: true))
        try read(all, of: workload, by: two).expectSame(
            as: try read(all, of: workload, by: runtime), in: report, named: "two workers")
    }

    /// Decoding goes on from the state of a pass, and the state keeps its size.
    func checkDecoding(_ runtime: StrategyRuntime, _ workload: ContractWorkload) throws {
        let all = Array(workload.sequences.indices)
        var state = try read(all, of: workload, by: runtime).state
        for token in TinyModel.tokens(
            4, vocabularySize: runtime.model.configuration.vocabularySize, key: RandomKey(seed: 8))
        {
            let (logits, next) = try runtime.model.step(
                all.map { _ in token }, from: state, sequences: workload.infos(all), meter: CostMeter())
            report.finite(logits, named: "logits while decoding")
            checkState(next, runtime, count: all.count)
            report.require(
                next.positions == state.positions.map { $0 + 1 },
                "decoding goes from \(state.positions) to "
                    + "\(next.positions)")
            state = next
        }
    }
}
