import SSMContext
import SSMEval
import Testing

/// How notes are counted.
@Suite struct NoteTallyTests {
    private let sample = Sample(
        id: "s", task: "t", context: [" a.", " b.", " c.", " d."].map { Passage(text: $0) },
        questions: [
            Question(
                query: "", cue: "", answers: [""], target: "",
                notes: [EvidenceNote(passage: 0, text: "one."), EvidenceNote(passage: 3, text: "two three.")]),
            Question(query: "", cue: "", answers: [""], target: ""),
        ],
        length: 4, group: "s", chance: 0, maximumAnswerTokens: 1)

    private func step(_ kind: String, _ text: String, _ passages: Range<Int>? = nil) -> AnswerStep {
        AnswerStep(kind: kind, text: text, tokens: [], passages: passages)
    }

    @Test func `a note is right if it says what its segment tells, no more and no less`() {
        let right = [
            step(AnswerStep.note, " one.\n", 0..<2), step(AnswerStep.note, "two  three.", 2..<4),
            step(AnswerStep.answer, " one."),
        ]
        #expect(NoteTally(right, to: 0, of: sample) == NoteTally(noted: 2, evident: 2, right: 2))
        let wrong = [
            step(AnswerStep.emptyNote, " empty", 0..<1), step(AnswerStep.note, " one.", 1..<3),
            step(AnswerStep.note, " two.", 3..<4),
        ]
        #expect(NoteTally(wrong, to: 0, of: sample) == NoteTally(noted: 2, evident: 2, right: 0))
    }

    @Test func `a note without a segment is on the whole context`() {
        let whole = [step(AnswerStep.note, " one. two three.")]
        #expect(NoteTally(whole, to: 0, of: sample) == NoteTally(noted: 1, evident: 1, right: 1))
    }

    @Test func `where nothing is told every note is wrong`() {
        let steps = [step(AnswerStep.note, " one.", 0..<2), step(AnswerStep.emptyNote, " empty", 2..<4)]
        #expect(NoteTally(steps, to: 1, of: sample) == NoteTally(noted: 1, evident: 0, right: 0))
    }

    @Test func `without notes there is no tally`() {
        #expect(NoteTally([step(AnswerStep.answer, " one.")], to: 0, of: sample) == nil)
        var plain = sample
        plain.questions.removeFirst()
        #expect(NoteTally([step(AnswerStep.note, " one.")], to: 0, of: plain) == nil)
    }
}
