/// One telling of a fact: what is said in one place.
struct FactPiece: Sendable {
    /// What the user says before, so that the assistant can tell; empty where the user tells.
    var ask = ""

    /// The sentence that tells.
    let statement: String

    /// What the other side says after; often empty.
    var reply = ""

    /// The canonical note; of an event, the day comes before it.
    let note: String

    /// Whether the day is part of what is told.
    var isDated = false

    /// Whether it is told in the session of the piece before, and not in one of its own after that.
    var isSameSession = false
}
