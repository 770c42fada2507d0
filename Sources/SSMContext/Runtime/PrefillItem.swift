import SSMTensor

/// One sequence to read.
struct PrefillItem {
    let tokens: [TokenID]
    let id: String
    let evidence: [Int32]

    init(_ tokens: [TokenID], id: String, evidence: [Bool]) {
        self.tokens = tokens
        self.id = id
        self.evidence = evidence.indices.filter { evidence[$0] }.map { Int32($0) }
    }
}
