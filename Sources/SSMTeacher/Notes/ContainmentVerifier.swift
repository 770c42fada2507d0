/// Accepts a note that has one of the answers in it, word for word.
///
/// Case, punctuation, white space and articles make no difference. A note that names the answer only to deny it is
/// accepted too, and one that says the same in other words is not: that takes a `TeacherVerifier`.
public struct ContainmentVerifier: NoteVerifier {
    /// The verifier, which has no settings.
    public init() {}

    public var name: String { "contains" }

    public func verdict(on claim: NoteClaim) async throws(TeacherError) -> Verdict {
        let note = PlainWords(claim.note)
        if let answer = claim.answers.first(where: { note.contains(PlainWords($0)) }) {
            return Verdict(.accepted, reason: "the note has '\(answer)'")
        }
        let answers = claim.answers.map { "'\($0)'" }.joined(separator: ", ")
        return Verdict(.rejected, reason: "the note has none of the answers: \(answers)")
    }
}
