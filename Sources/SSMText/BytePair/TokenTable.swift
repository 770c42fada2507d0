import SSMTensor

/// The texts of tokens by their ids.
struct TokenTable: Sendable {
    private var texts: [UInt8] = []
    private var ranges: [Range<UInt32>?]
    private var special: [Bool]
    private var ids: ByteMap

    /// Tokens 0 ..< `count`, none of which has a text yet.
    init(count: Int, ids: ByteMap) {
        ranges = [Range<UInt32>?](repeating: nil, count: count)
        special = [Bool](repeating: false, count: count)
        self.ids = ids
    }

    /// The number of ids.
    var count: Int { ranges.count }

    /// Sets the text that a token is decoded by.
    mutating func set(_ id: TokenID, text: [UInt8], isSpecial: Bool) {
        let start = UInt32(texts.count)
        texts += text
        ranges[Int(id)] = start..<UInt32(texts.count)
        special[Int(id)] = isSpecial
    }

    /// Names a token; a name that is taken stays with its token.
    mutating func name(_ id: TokenID, _ name: [UInt8]) {
        _ = ids.insert(name, id)
    }

    /// What a token is decoded by; nil for an id that no token has.
    func text(of id: TokenID) -> ArraySlice<UInt8>? {
        ranges[Int(id)].map { texts[Int($0.lowerBound)..<Int($0.upperBound)] }
    }

    /// As `text(of:)` for any number.
    func text(orNil id: TokenID) -> ArraySlice<UInt8>? {
        ranges.indices.contains(Int(id)) ? text(of: id) : nil
    }

    func isSpecial(_ id: TokenID) -> Bool {
        special.indices.contains(Int(id)) && special[Int(id)]
    }

    func id(of name: [UInt8]) -> TokenID? {
        ids.find(name)
    }
}
