public import SSMTensor

extension BytePairTokenizer {
    public func textDependsOnNext(_ id: TokenID) -> Bool {
        guard let decoder, let text = table.text(of: id) else { return false }
        return decoder.textDependsOnNext(text)
    }
}

extension TokenDecoder {
    /// Whether what a token becomes may change with the tokens after it by more than the completion of a character.
    func textDependsOnNext(_ token: ArraySlice<UInt8>) -> Bool {
        var isOneText = false
        for step in steps {
            switch step {
            case .bytePair: return true  // the last token has no space after it
            case .byteFallback: if isOneText || Self.byte(of: token) != nil { return true }
            case .replace: if isOneText { return true }
            case .strip(_, _, let stop): if isOneText && stop > 0 { return true }
            case .fuse, .byteLevel: isOneText = true
            case .metaspace, .sequence: break
            }
        }
        return false
    }

    /// The decoders of nested sequences, one after the other.
    private var steps: [TokenDecoder] {
        if case .sequence(let inner) = self { inner.flatMap(\.steps) } else { [self] }
    }
}
