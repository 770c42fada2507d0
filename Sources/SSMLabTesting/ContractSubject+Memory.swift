import SSMContext
import SSMModel
import SSMTensor

extension ContractSubject {
    /// A pass over a longer prompt holds no more rows than the strategies announce.
    ///
    /// What is compared is the growth from one length to another, so that fixed costs do not count.
    func checkMemory(_ runtime: StrategyRuntime) throws {
        let model = runtime.model.configuration
        func announced(_ rows: Int) -> Int {
            let held = runtime.stack.heldRows(reading: rows, on: model)
            return 4 * (held.residual * model.width + held.elements)
        }
        let lengths = (short: 3 * LanguageModel.defaultChunkRows, long: 9 * LanguageModel.defaultChunkRows)
        let growth = try peak(reading: lengths.long, by: runtime) - peak(reading: lengths.short, by: runtime)
        let allowed = announced(lengths.long) - announced(lengths.short)
        // How many rows of a chunk stay is chance: a quarter of a chunk's memory.
        let slack = 4 * model.innerWidth * LanguageModel.defaultChunkRows
        report.require(
            growth <= allowed + allowed / 8 + slack,
            "from \(lengths.short) to \(lengths.long) rows a pass holds \(growth) bytes more, and heldRows announces "
                + "\(allowed)")
    }

    /// Bytes of tensors at the peak of a pass, beyond those there before.
    private func peak(reading rows: Int, by runtime: StrategyRuntime) throws -> Int {
        let device = runtime.model.device
        let tokens = TinyModel.tokens(
            rows, vocabularySize: runtime.model.configuration.vocabularySize, key: RandomKey(seed: 12))
        let request = ForwardRequest(
            stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
            outputs: ForwardOutputs(state: true, logits: .at(RowNames([[Int32(rows - 1)]]))))
        let before = device.bytesInUse
        device.resetPeak()
        _ = try runtime.forward(request, phase: .prefill, meter: CostMeter())
        return device.peakBytes - before
    }
}
