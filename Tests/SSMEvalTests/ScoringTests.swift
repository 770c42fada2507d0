import Foundation
import SSMContext
import SSMEval
import SSMTensor
import Testing

struct ScoringTests {
    @Test(arguments: [
        ("482", true, true), (" 482 is the key", true, true), ("the 482", true, true), ("4821", false, true),
        ("482.", false, true), ("482\nno", false, true), ("482<|endoftext|>17", true, true),
        ("17<|endoftext|>482", false, true), ("", false, false), ("  ", false, false),
        ("<|endoftext|>482", false, false),
    ])
    func `whole tokens as DeciMamba counts them`(_ text: String, _ isRight: Bool, _ isParsed: Bool) {
        let score = ScoringRule.wholeToken.score(text, accepted: ["482"], stop: ["<|endoftext|>"])
        #expect(score == Score(isRight: isRight, isParsed: isParsed))
    }

    @Test(arguments: [
        ("is 482.", true, true), ("482 and 17", true, true), ("17 and 482", false, true), ("0482", true, true),
        ("4 8 2", false, true), ("none", false, false), ("4821", false, true),
        ("99999999999999999999999", false, true), ("\u{664}82", false, true),
    ])
    func `the first number as Landmark attention counts it`(_ text: String, _ isRight: Bool, _ isParsed: Bool) {
        let score = ScoringRule.firstNumber.score(text, accepted: ["482"])
        #expect(score == Score(isRight: isRight, isParsed: isParsed))
    }

    @Test func `exact answers are trimmed, cut at a stop, and compared whole`() {
        let rule = ScoringRule.exact
        #expect(rule.score(" rice\n", accepted: ["salt", "rice"]).isRight)
        #expect(rule.score(" 417|> <|Doc", accepted: ["417"], stop: ["|>"]).isRight)
        #expect(!rule.score("rice pudding", accepted: ["rice"]).isRight)
        #expect(rule.score("|>", accepted: ["417"], stop: ["|>"]) == Score(isRight: false, isParsed: false))
    }

    @Test func `a set of values has to be complete, in any order, with nothing else`() {
        let accepted = ["rice", "salt", "tea"]
        func score(_ text: String) -> Score { ScoringRule.valueSet.score(text, accepted: accepted, stop: ["\n"]) }
        #expect(score(" tea, rice, salt\nThe").isRight)
        #expect(!score(" tea, rice").isRight)
        #expect(!score(" tea, rice, salt, sand").isRight)
        #expect(!score(" tea, tea, rice, salt").isRight)
        #expect(score(" , ") == Score(isRight: false, isParsed: false))
    }

    @Test(arguments: [
        ("The blue car.", true, true), (" BLUE,  car", true, true), ("blue car park", false, true),
        ("a blue car, an the", true, true), ("car blue", false, true), ("bluecar", false, true),
        ("the . ", false, false),
    ])
    func `normalized answers are compared by their words`(_ text: String, _ isRight: Bool, _ isParsed: Bool) {
        let score = ScoringRule.normalized.score(text, accepted: ["red car", "a Blue car"])
        #expect(score == Score(isRight: isRight, isParsed: isParsed))
    }

    @Test func `a record has the kind and the chance of its question`() throws {
        let task = try ConversationsTask(ConversationsConfiguration())
        let sample = try task.samples([256], count: 1)[0]
        for (index, question) in sample.questions.enumerated() {
            let answer = Answer(promptID: sample.prompts[index].id, text: question.target, tokens: [])
            let record = PredictionRecord(answer, to: index, of: sample, task: task, run: "a", promptTokens: 1)
            #expect(record.kind == question.kind && record.kind != nil)
            #expect(record.chance == question.chance && record.score.isRight)
        }
        // Records of runs from before questions had kinds can still be scored.
        let passkey = try PasskeyTask(PasskeyConfiguration())
        let old = try passkey.samples([128], count: 1)[0]
        let record = PredictionRecord(
            Answer(promptID: old.prompts[0].id, text: "1", tokens: []), to: 0, of: old, task: passkey, run: "a",
            promptTokens: 1)
        let json = String(decoding: try JSONEncoder().encode(record), as: UTF8.self)
        #expect(!json.contains("\"kind\":null") && record.kind == nil)
        #expect(try JSONDecoder().decode(PredictionRecord.self, from: Data(json.utf8)) == record)
    }

    @Test func `a record has all that scoring again needs`() throws {
        let task = try PasskeyTask(PasskeyConfiguration())
        let sample = try task.samples([128], depths: [0.5], count: 1)[0]
        let code = sample.questions[0].answers[0]
        let answer = Answer(
            promptID: sample.prompts[0].id, text: code, tokens: [3, 4], trace: [],
            cost: AnswerCost(passes: 1, rows: 300, generatedTokens: 2, peakBytes: 10, seconds: 0.25))
        let record = PredictionRecord(answer, to: 0, of: sample, task: task, run: "mamba-0", promptTokens: 150)
        #expect(record.prompt == sample.prompts[0].id)
        #expect(record.score.isRight)
        let copy = try JSONDecoder().decode(PredictionRecord.self, from: JSONEncoder().encode(record))
        #expect(copy == record)
        var wrong = copy
        wrong.text = code + "0"
        #expect(!wrong.score.isRight)
        #expect(
            record.length == 128 && record.depth == 0.5 && record.truncation == "none" && record.group == sample.group)
    }
}
