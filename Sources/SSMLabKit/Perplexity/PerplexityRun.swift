import SSMContext
import SSMEval
import SSMModel
import SSMTensor

/// Measures perplexity at several lengths.
struct PerplexityRun {
    /// How it is measured.
    let measured: PerplexityProtocol
    /// Tokens of a window, each a row of the result.
    let lengths: [Int]
    /// The most windows of a length; nil for all.
    var limit: Int?
    /// Whether only documents with windows at every length count.
    var isCommon = false
    /// Random numbers of strategies and of the intervals.
    let key: RandomKey

    /// The windows of a length in documents, those that count.
    struct Plan: Sendable {
        let length: Int
        let windows: [PerplexityWindow]
        /// Whether all windows of the documents are there.
        let isWhole: Bool
    }

    /// The windows at every length.
    func plans(for documents: [PerplexityDocument]) -> [Plan] {
        var all = lengths.map { length in
            documents.enumerated().map { measured.windows(of: $0, count: $1.tokens.count, length: length) }
        }
        if isCommon {
            for document in documents.indices where all.contains(where: { $0[document].isEmpty }) {
                for index in all.indices { all[index][document] = [] }
            }
        }
        return zip(lengths, all).map { length, windows in
            let joined = windows.flatMap(\.self)
            guard let limit, joined.count > limit else { return Plan(length: length, windows: joined, isWhole: true) }
            // At even distances, so that all documents stay in.
            let some = (0..<limit).map { joined[$0 * joined.count / limit] }
            return Plan(length: length, windows: some, isWhole: false)
        }
    }

    /// Refuses lengths for which the memory is too small.
    ///
    /// - Throws: `MemoryError`.
    func checkMemory(_ runtime: StrategyRuntime, available: AvailableMemory = .now) throws(MemoryError) {
        for length in lengths {
            try available.check(
                runtime.memoryNeeded(reading: length, losses: measured.mostScored(length: length)),
                for: "a window of \(length) tokens",
                remedy: "give shorter --lengths, leave out strategies that hold all rows, or use a smaller model")
        }
    }

    /// Measures one length.
    ///
    /// - Parameter onBatch: is told after each batch how many rows it had, its seconds, and how many windows are done.
    /// - Throws: what a pass throws.
    func row(
        _ plan: Plan, of documents: [PerplexityDocument], by runtime: StrategyRuntime, endOfText: TokenID?,
        onBatch: (_ rows: Int, _ seconds: Double, _ done: Int) -> Void
    ) throws -> PerplexityRow {
        let device = runtime.model.device
        device.resetPeak()
        let before = device.bytesInUse
        let clock = ContinuousClock()
        let start = clock.now
        var last = start
        let scorer = PerplexityScorer(
            runtime, endOfText: endOfText, batchRows: batchRows(runtime, plan.length), key: key.folding("windows"))
        let losses = try scorer.losses(of: plan.windows, in: documents) { rows, done in
            let now = clock.now
            onBatch(rows, (now - last) / .seconds(1), done)
            last = now
        }
        let statistics = Statistics(key: key.folding("interval").folding(plan.length))
        let estimate = PerplexityEstimate(losses, aggregation: measured.aggregation, statistics: statistics)
        var row = PerplexityRow(length: plan.length, estimate: estimate)
        row.rates = estimate.flatMap { rates($0, plan, documents) }
        row.seconds = (clock.now - start) / .seconds(1)
        row.peakBytes = device.peakBytes - before
        return row
    }

    /// Several windows a pass where the memory is large enough.
    private func batchRows(_ runtime: StrategyRuntime, _ length: Int) -> Int {
        let rows = PerplexityScorer.batchRows
        guard length < rows else { return length }
        let sequences = rows / length
        let needed = runtime.memoryNeeded(
            reading: rows, sequences: sequences, losses: sequences * measured.mostScored(length: length))
        return needed <= AvailableMemory.now.bytes ? rows : length
    }

    private func rates(
        _ estimate: PerplexityEstimate, _ plan: Plan, _ documents: [PerplexityDocument]
    ) -> (word: Double, byte: Double, bitsPerByte: Double)? {
        guard measured.scoresEveryToken, plan.isWhole else { return nil }
        let sizes = Set(plan.windows.map(\.document)).compactMap { documents[$0].size }
        guard sizes.count == estimate.documents else { return nil }
        let bytes = sizes.reduce(0) { $0 + $1.bytes }
        return bytes > 0 ? estimate.rates(words: sizes.reduce(0) { $0 + $1.words }, bytes: bytes) : nil
    }
}
