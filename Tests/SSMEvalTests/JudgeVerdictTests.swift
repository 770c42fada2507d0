import SSMEval
import Testing

struct JudgeVerdictTests {
    @Test(arguments: [
        ("Yes.", true), (" yes, it is", true), ("Yesterday", true), ("No", false), ("", false),
    ])
    func `a reply is read as the original reads it`(_ reply: String, _ isRight: Bool) {
        let verdict = JudgeVerdict(prompt: "p", answer: "a", judge: "j", reply: reply)
        #expect(verdict.isRight == isRight && verdict.score == Score(isRight: isRight, isParsed: true))
    }

    @Test func `an answer without a verdict is wrong and told apart`() {
        let verdict = JudgeVerdict(prompt: "p", answer: "a", judge: "j", missing: "held back")
        #expect(verdict.isRight == nil && verdict.score == Score(isRight: false, isParsed: false))
    }
}
