public import SSMModel

extension StrategyRuntime {
    /// Bytes that reading prompts takes at its peak, by estimate: with what the strategies hold, and with weights that
    /// are mapped from a file and in no memory yet.
    ///
    /// - Parameters:
    ///   - rows: rows of all prompts of a pass.
    ///   - sequences: how many prompts there are.
    ///   - losses: rows of which the loss is wanted; 0 when logits of the last row of each prompt are.
    public func memoryNeeded(reading rows: Int, sequences: Int = 1, losses: Int = 0) -> Int {
        let estimate = MemoryEstimate(model.configuration)
        let held = stack.heldRows(reading: rows, on: model.configuration)
        let reading = max(
            estimate.prefillBytes(rows: rows, sequences: sequences, held: held, losses: losses),
            estimate.decodingBytes(sequences: sequences))
        let (sum, overflows) = reading.addingReportingOverflow(
            max(0, estimate.weightBytes - model.device.bytesInUse))
        return overflows ? .max : sum
    }

    /// Refuses a prompt for which the memory is too small, before it is read.
    ///
    /// - Parameters:
    ///   - rows: tokens of the prompt.
    ///   - losses: rows of which the loss is wanted.
    ///   - available: what there is.
    /// - Throws: `MemoryError` with the estimate, what there is, and what to do.
    public func checkMemory(
        reading rows: Int, losses: Int = 0, available: AvailableMemory = .now
    ) throws(MemoryError) {
        try available.check(
            memoryNeeded(reading: rows, losses: losses), for: "a prompt of \(rows) tokens",
            remedy: "give a shorter one, leave out strategies that hold all rows, or use a smaller model")
    }
}
