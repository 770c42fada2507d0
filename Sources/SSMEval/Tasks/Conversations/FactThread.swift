/// A fact with all that is said about it, and the question that asks for it; of most threads nobody asks.
struct FactThread: Sendable {
    /// How the answer follows.
    enum Answer: Sendable {
        /// Any of these; the first is the usual one.
        case known([String])
        /// The days between the first and the last piece.
        case days
    }

    let kind: QuestionType
    let type: FactType
    /// The entity that is asked about, or the first of them.
    let entity: Entity
    /// All that is said, in the order of time; nothing where the question cannot be answered.
    let pieces: [FactPiece]
    let question: String
    let answer: Answer
    /// Probability of a right answer by guessing.
    let chance: Double

    /// Whether nothing is told.
    var isAbsent: Bool { pieces.isEmpty }

    /// The sessions that it needs.
    var sessions: Int { pieces.count { !$0.isSameSession } }
}
