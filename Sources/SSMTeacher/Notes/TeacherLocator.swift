import Foundation

/// Has a teacher name the paragraphs that hold the answer.
public struct TeacherLocator: EvidenceLocator {
    private let asked: TeacherModel

    /// A locator that asks a teacher.
    public init(asking model: TeacherModel) {
        asked = model
    }

    public var name: String { asked.name }

    /// Where the answers are, as the teacher says.
    ///
    /// - Edge cases: of no paragraph at all the teacher is not asked.
    public func location(
        of answers: [String], to question: String, in paragraphs: [String]
    ) async throws(TeacherError) -> EvidenceLocation {
        guard !paragraphs.isEmpty else { return .nowhere }
        let answer = try await asked.teacher.answer(request(for: answers, to: question, in: paragraphs))
        do throws(TeacherError) {
            let text = try answer.wholeText()
            return Self.location(named: text, of: paragraphs.count)
                ?? .failed(reason: "no list of paragraphs: '\(text.prefix(200))'")
        } catch {
            return .failed(reason: error.description)
        }
    }

    /// What the teacher is asked about some paragraphs.
    func request(for answers: [String], to question: String, in paragraphs: [String]) -> TeacherRequest {
        let numbered = paragraphs.enumerated().map { "[\($0 + 1)] \($1)" }.joined(separator: "\n\n")
        let text = """
            The paragraphs below are numbered. Which of them state the answer to the question, or a part of what is needed \
            to find it? Name every one, so that nobody could answer from the others.

            \(numbered)

            Question: \(question)

            Answer: \(answers.joined(separator: "; or: "))

            Reply with the numbers only, separated by commas, or with the word none.
            """
        return asked.request(text)
    }

    /// The paragraphs that a reply names, with nothing else but punctuation; nil for any other, and for a number that no
    /// paragraph has.
    static func location(named reply: String, of count: Int) -> EvidenceLocation? {
        let around = CharacterSet.whitespacesAndNewlines.union(.punctuationCharacters).union(.symbols)
        if reply.trimmingCharacters(in: around).lowercased() == "none" { return .nowhere }
        let parts = reply.split { $0 == "," || $0.isWhitespace }
        var found: Set<Int> = []
        for part in parts {
            let digits = part.trimmingCharacters(in: CharacterSet(charactersIn: "[]()."))
            guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
                (1...count).contains(number)
            else { return nil }
            found.insert(number - 1)
        }
        return found.isEmpty ? nil : .paragraphs(found.sorted())
    }
}
