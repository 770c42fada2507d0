package import SSMTensor

extension EncodedExample {
    /// The example with one more token, which is predicted as a part of the answer: the one that ends a text.
    ///
    /// - Edge cases: an example whose last row predicts a label, or that has no row, stays as it is.
    package func ended(by token: TokenID) -> EncodedExample {
        guard let last = targets.indices.last, targets[last] < 0 else { return self }
        var (targets, isTarget, isProtected) = (targets, isTarget, isProtected)
        (targets[last], isTarget[last], isProtected[last]) = (Int32(token), true, true)
        return EncodedExample(
            id: id, tokens: tokens + [token], targets: targets + [-1], isTarget: isTarget + [false],
            evidence: evidence + [false], isProtected: isProtected + [true])
    }

    /// The example with so much of its prompt taken out that it has at most so many tokens.
    ///
    /// The prompt is what stands before the first token of an answer. Its first `head` tokens stay, and what goes stands
    /// right behind them; answers are never cut, so that an example can remain longer.
    ///
    /// - Precondition: `head` is positive.
    /// - Source: ReMamba's preparation of its training data.
    package func cut(to limit: Int, keepingFirst head: Int) -> EncodedExample {
        precondition(head > 0, "cut: the head of \(head) tokens is not positive")
        guard let first = isTarget.firstIndex(of: true) else { return self }
        let removed = min(tokens.count - limit, first + 1 - head)
        guard removed > 0 else { return self }
        // The row before the gap predicts what the last row in it would have predicted.
        let predictions = head - 1..<head - 1 + removed
        let rows = head..<head + removed
        var isProtected = isProtected.removing(rows)
        let isTarget = isTarget.removing(predictions)
        if isTarget[head - 1] { isProtected[head - 1] = true }
        return EncodedExample(
            id: id, tokens: tokens.removing(rows), targets: targets.removing(predictions), isTarget: isTarget,
            evidence: evidence.removing(rows), isProtected: isProtected)
    }
}

extension Array {
    /// The elements without those of a range.
    fileprivate func removing(_ range: Range<Int>) -> [Element] {
        Array(self[..<range.lowerBound] + self[range.upperBound...])
    }
}
