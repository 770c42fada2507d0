/// One sequence to train on, as text that a person can read: its pieces, one after the other.
public struct TrainingExample: Sendable, Hashable, Codable {
    /// What a piece of a training sequence is for.
    public enum Role: String, Sendable, Hashable, Codable, CaseIterable {
        case context, query, cue, target
    }

    /// A piece of a training sequence.
    public struct Piece: Sendable, Hashable, Codable {
        /// The exact text.
        public var text: String

        /// What the piece is for; the loss of targets has a weight of its own.
        public var role: Role

        /// Whether a question's answer depends on this piece.
        public var isEvidence: Bool

        /// One token, predicted at the piece's last row instead of the token that follows; nil: as everywhere else.
        public var label: String?

        /// A piece.
        public init(text: String, role: Role, isEvidence: Bool = false, label: String? = nil) {
            self.text = text
            self.role = role
            self.isEvidence = isEvidence
            self.label = label
        }
    }

    /// Name of the sample that it was made from.
    public var id: String

    /// The pieces, in reading order.
    public var pieces: [Piece]

    /// An example.
    public init(id: String, pieces: [Piece]) {
        self.id = id
        self.pieces = pieces
    }

    /// The whole text.
    public var text: String {
        pieces.map(\.text).joined()
    }
}
