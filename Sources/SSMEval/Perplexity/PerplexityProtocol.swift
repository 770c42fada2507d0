/// How perplexity is measured by context length: which windows are read, which tokens of them count, and how the
/// likelihoods are put together. Numbers of different protocols must not be compared.
package enum PerplexityProtocol: Sendable, Hashable {
    /// `last-K`: about ten windows of W tokens in each document of more than W, the last K tokens of each scored; the
    /// exponential of the mean over windows of each window's mean.
    ///
    /// - Source: DeciMamba and LongMamba, `evaluate_validation_set_ppl_test`, with K = 100. There starts are
    ///   range(0, len - W, max(10, (len - W) // 10)), which makes ten or eleven windows, and so it is here. What
    ///   differs: for K >= W the first token of a window, which has no context, is not scored (the source would fail).
    case last(Int)
    /// `stride:N`: windows of W tokens that advance by N, only the N new tokens of each scored, so that each token has
    /// as much context as fits; the exponential of the mean over tokens.
    ///
    /// - Source: the guide of transformers to the perplexity of models of fixed length. What differs: the guide weighs
    ///   each window by one token fewer than it scores; here every scored token counts once. A token without context
    ///   is not scored: the first of a document and, where N is W, the first of each window.
    case stride(Int)
    /// `disjoint`: windows of W tokens end to end, the last one shifted back so that it is full and only its new
    /// tokens are scored; an end-of-text token stands before the first, so every token counts once; the exponential
    /// of the mean over tokens.
    ///
    /// - Source: lm-evaluation-harness, `get_rolling_token_windows` with `context_len` 1.
    case disjoint

    /// How windows make one number.
    package enum Aggregation: Sendable, Hashable {
        /// The mean of the windows' means.
        case windows
        /// The mean over all tokens.
        case tokens
    }

    /// The protocol that a text names; nil for another text.
    package init?(_ text: String) {
        func number(after prefix: String) -> Int? {
            text.hasPrefix(prefix) ? Int(text.dropFirst(prefix.count)).flatMap { $0 > 0 ? $0 : nil } : nil
        }
        if text == "disjoint" {
            self = .disjoint
        } else if let count = number(after: "last-") {
            self = .last(count)
        } else if let count = number(after: "stride:") {
            self = .stride(count)
        } else {
            return nil
        }
    }

    /// The name that `init(_:)` reads.
    package var name: String {
        switch self {
        case .last(let count): "last-\(count)"
        case .stride(let count): "stride:\(count)"
        case .disjoint: "disjoint"
        }
    }

    /// What is measured, in words.
    package var explanation: String {
        switch self {
        case .last(let count):
            "the last \(count) tokens of about ten windows a document; exp of the mean over windows of their means"
        case .stride(let count):
            "windows that advance by \(count) tokens, of which only these are scored; exp of the mean over tokens"
        case .disjoint:
            "windows end to end, the first begins with end-of-text, every token scored once; exp of the mean over tokens"
        }
    }

    /// How windows make one number.
    package var aggregation: Aggregation {
        if case .last = self { .windows } else { .tokens }
    }

    /// Whether every token of a document is scored, so that words and bytes can be counted too.
    package var scoresEveryToken: Bool { self == .disjoint }

    /// The least window that the protocol makes sense with.
    package var leastLength: Int {
        switch self {
        case .last: 2
        case .stride(let count): max(count, 2)
        case .disjoint: 1
        }
    }

    /// The most tokens of a window that are scored.
    package func mostScored(length: Int) -> Int {
        if case .last(let count) = self { min(count, length) } else { length }
    }

    /// The windows of a document, in order.
    ///
    /// - Parameters:
    ///   - document: index of the document.
    ///   - count: its tokens.
    ///   - length: tokens of a window, W.
    /// - Precondition: `length` is at least `leastLength`.
    /// - Edge cases: none for `last` where the document has no more than W tokens, and for the others where nothing
    ///   can be scored. A shorter document is one window of `stride` or `disjoint`.
    package func windows(of document: Int, count: Int, length: Int) -> [PerplexityWindow] {
        precondition(length >= leastLength, "PerplexityProtocol: \(name) with windows of \(length)")
        return switch self {
        case .last(let scored): Self.lastWindows(document, count, length, scored)
        case .stride(let stride): Self.stridedWindows(document, count, length, stride)
        case .disjoint: Self.disjointWindows(document, count, length)
        }
    }

    private static func lastWindows(
        _ document: Int, _ count: Int, _ length: Int, _ scored: Int
    ) -> [PerplexityWindow] {
        guard count > length else { return [] }
        let advance = max(10, (count - length) / 10)
        return Swift.stride(from: 0, to: count - length, by: advance).map { start in
            let end = start + length
            return PerplexityWindow(
                document: document, read: start..<end, scored: max(start + 1, end - scored)..<end)
        }
    }

    private static func stridedWindows(
        _ document: Int, _ count: Int, _ length: Int, _ advance: Int
    ) -> [PerplexityWindow] {
        guard count > 1 else { return [] }
        var windows: [PerplexityWindow] = []
        var done = 0
        for start in Swift.stride(from: 0, to: count, by: advance) where done < count {
            let end = min(start + length, count)
            let first = max(done, start + 1)  // the first token of a window has no context
            if first < end {
                windows.append(PerplexityWindow(document: document, read: start..<end, scored: first..<end))
            }
            done = end
        }
        return windows
    }

    private static func disjointWindows(_ document: Int, _ count: Int, _ length: Int) -> [PerplexityWindow] {
        guard count > 0 else { return [] }
        var done = min(length, count)
        var windows = [PerplexityWindow(document: document, read: -1..<(done - 1), scored: 0..<done)]
        while done < count {
            let end = min(done + length, count)
            windows.append(
                PerplexityWindow(document: document, read: (end - length - 1)..<(end - 1), scored: done..<end))
            done = end
        }
        return windows
    }
}
