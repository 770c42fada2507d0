package import SSMContext
import SSMModel
package import SSMTensor

/// Measures the likelihood of the scored tokens of windows, in packed batches.
///
/// Every window is a sequence of its own, read as a prompt through the whole stack of strategies. The rows that predict
/// scored tokens are required, so that no strategy may drop them: what is dropped is context only. For a strategy, the
/// prompt is what is read before the first scored token. Logits exist of these rows only, and of few at a time.
package struct PerplexityScorer: Sendable {
    /// Rows of windows that are read together, unless one window alone has more.
    package static let batchRows = 16_384

    private let runtime: StrategyRuntime
    private let endOfText: TokenID?
    private let batchRows: Int
    private let key: RandomKey

    /// A scorer.
    ///
    /// - Parameters:
    ///   - endOfText: what stands before the first token of a document where a protocol wants it.
    ///   - batchRows: rows of windows that are read together, at most, unless one window alone has more.
    ///   - key: random numbers; each window has its own, by its place.
    package init(
        _ runtime: StrategyRuntime, endOfText: TokenID?, batchRows: Int = PerplexityScorer.batchRows, key: RandomKey
    ) {
        self.runtime = runtime
        self.endOfText = endOfText
        self.batchRows = batchRows
        self.key = key
    }

    /// The loss of each window, in order.
    ///
    /// - Parameter onBatch: is told after each batch how many rows it had and how many windows are done.
    /// - Precondition: no window begins at -1 unless there is an end-of-text token.
    /// - Throws: what a pass throws.
    package func losses(
        of windows: [PerplexityWindow], in documents: [PerplexityDocument],
        onBatch: (_ rows: Int, _ done: Int) -> Void = { _, _ in }
    ) throws -> [WindowLoss] {
        var losses: [WindowLoss] = []
        losses.reserveCapacity(windows.count)
        while losses.count < windows.count {
            let batch = batch(from: windows[losses.count...])
            losses += try score(batch, in: documents)
            onBatch(batch.reduce(0) { $0 + $1.rows }, losses.count)
        }
        return losses
    }

    private func batch(from windows: ArraySlice<PerplexityWindow>) -> ArraySlice<PerplexityWindow> {
        var rows = 0
        let end = windows.firstIndex { window in
            rows += window.rows
            return rows > batchRows && window != windows.first
        }
        return windows[..<(end ?? windows.endIndex)]
    }

    private func score(
        _ windows: ArraySlice<PerplexityWindow>, in documents: [PerplexityDocument]
    ) throws -> [WindowLoss] {
        let request = ForwardRequest(
            stream: TokenStream(windows.map { tokens(of: $0, in: documents[$0.document]) }),
            sequences: windows.map(describe),
            outputs: ForwardOutputs(
                loss: LossTargets(windows.map { Self.targets(of: $0, in: documents[$0.document]) })))
        guard let loss = try runtime.forward(request, phase: .prefill, meter: CostMeter()).loss else {
            throw StrategyError.brokenRule(strategy: "runtime", rule: "a pass returned no loss")
        }
        let expected = windows.reduce(0) { $0 + $1.scored.count }
        guard loss.requiredLosses.count == expected else {
            throw StrategyError.brokenRule(
                strategy: runtime.stack.entries.first?.label ?? "runtime",
                rule: "\(loss.requiredLosses.count) of \(expected) required targets are in the loss")
        }
        var rest = loss.requiredLosses[...]
        return windows.map { window in
            let own = rest.prefix(window.scored.count)
            rest = rest.dropFirst(window.scored.count)
            return WindowLoss(
                document: window.document, sum: own.reduce(0) { $0 + Double($1) }, tokens: own.count)
        }
    }

    private func tokens(of window: PerplexityWindow, in document: PerplexityDocument) -> [TokenID] {
        guard window.read.lowerBound < 0 else { return Array(document.tokens[window.read]) }
        guard let endOfText else {
            preconditionFailure("PerplexityScorer: a window begins with end-of-text, and there is none")
        }
        return [endOfText] + document.tokens[0..<window.read.upperBound]
    }

    private func describe(_ window: PerplexityWindow) -> SequenceInfo {
        let id = "document-\(window.document)-at-\(window.read.lowerBound)"
        return SequenceInfo(
            id: id, promptLength: window.scored.lowerBound - window.read.lowerBound, totalLength: window.rows,
            key: key.folding(id))
    }

    private static func targets(
        of window: PerplexityWindow, in document: PerplexityDocument
    ) -> [LossTargets.Target] {
        window.scored.map { place in
            LossTargets.Target(
                position: Int32(place - window.read.lowerBound - 1), token: document.tokens[place], weight: 1,
                isRequired: true)
        }
    }
}
