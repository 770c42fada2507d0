import Foundation

/// Has a teacher say whether a note leads to the answer.
public struct TeacherVerifier: NoteVerifier {
    private let asked: TeacherModel

    /// A verifier that asks a teacher.
    public init(asking model: TeacherModel) {
        asked = model
    }

    public var name: String { asked.name }

    public func verdict(on claim: NoteClaim) async throws(TeacherError) -> Verdict {
        let answer = try await asked.teacher.answer(request(for: claim))
        do throws(TeacherError) {
            let text = try answer.wholeText()
            guard let isConsistent = Self.isYes(text) else {
                return Verdict(.failed, reason: "neither yes nor no: '\(text.prefix(200))'")
            }
            return Verdict(
                isConsistent ? .accepted : .rejected, reason: "\(asked.model) says \(isConsistent ? "yes" : "no")")
        } catch {
            return Verdict(.failed, reason: error.description)
        }
    }

    /// What the teacher is asked about a note.
    func request(for claim: NoteClaim) -> TeacherRequest {
        let answers = claim.answers.map { "- \($0)" }.joined(separator: "\n")
        let text = """
            Somebody will read only the note below and then answer the question. Would the note lead to the right answer, \
            without contradicting it? If several right answers are listed, any of them will do.

            Question: \(claim.question)

            Right answer:
            \(answers)

            Note:
            \(claim.note)

            Reply with one word, yes or no.
            """
        return asked.request(text)
    }

    /// Whether a reply is "yes" (true) or "no" (false), with nothing else but punctuation; nil for any other.
    static func isYes(_ reply: String) -> Bool? {
        let around = CharacterSet.whitespacesAndNewlines.union(.punctuationCharacters).union(.symbols)
        return switch reply.trimmingCharacters(in: around).lowercased() {
        case "yes": true
        case "no": false
        default: nil
        }
    }
}
