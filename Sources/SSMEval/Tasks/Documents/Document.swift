import SSMContext

/// A document of the document-retrieval task.
struct Document {
    let id: Int
    var sentences: [String]
    let isEvidence: Bool

    /// The document's heading and its sentences.
    var passages: [Passage] {
        ([" <|Document \(id)|>"] + sentences).map { Passage(text: $0, evidenceFor: isEvidence ? [0] : []) }
    }
}
