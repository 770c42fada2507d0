import SSMContext
import SSMEval
import SSMTensor
import SSMText
import Testing

struct PasskeyTests {
    private func task(_ change: (inout PasskeyConfiguration) -> Void = { _ in }) throws -> PasskeyTask {
        var configuration = PasskeyConfiguration()
        change(&configuration)
        return try PasskeyTask(configuration)
    }

    @Test func `the prompt is the paper's`() throws {
        let sample = try task().samples([256], depths: [0.5], count: 1)[0]
        let code = sample.questions[0].answers[0]
        #expect(
            sample.prompts[0].text.hasPrefix(
                "There is an important pass key hidden inside a lot of irrelevant text. Find it and memorize it:\n"))
        #expect(sample.prompts[0].text.hasSuffix("\nAnswer: "))
        #expect(sample.questions[0].target == "\(code)<|endoftext|>")
        #expect(sample.evidenceText() == " The pass key is \(code). Remember it. \(code) is the pass key.")
        #expect(sample.maximumAnswerTokens == 10 && sample.stop == ["<|endoftext|>"])
        #expect(String(Int(code) ?? -1) == code, "codes are not padded")
        #expect(sample.chance == 1e-5)
    }

    @Test(arguments: [512, 4_096], [0, 0.25, 0.5, 0.75, 1])
    func `the needle stands in the window of its depth, at a sentence boundary`(_ length: Int, _ depth: Double) throws {
        let task = try task()
        let tokenizer = try task.words
        var places: Set<Int> = []
        for sample in try task.samples([length], depths: [depth], count: 12) {
            let needle = try #require(sample.evidence().first)
            let before = try sample.context[..<needle].reduce(0) { $0 + (try tokenizer.encode($1.text).count) }
            let size = try tokenizer.encode(sample.context[needle].text).count
            let lower = Int(Double(length) * max(0, depth - 0.1))
            let upper = Int(Double(length) * min(1, depth + 0.1)) - size
            #expect((lower..<upper).contains(before), "\(before) of \(length)")
            #expect(sample.context[..<needle].allSatisfy { $0.text.hasSuffix(".") })
            places.insert(before)
        }
        #expect(places.count > 4, "all needles stand at the same place")
    }

    @Test func `where no boundary is in the window, the nearest is taken`() throws {
        let task = try task()
        let tokenizer = try task.words
        for depth in [0.0, 0.5, 1] {
            for sample in try task.samples([100], depths: [depth], count: 20) {
                let needle = try #require(sample.evidence().first)
                let size = try tokenizer.encode(sample.context[needle].text).count
                let before = try sample.context[..<needle].reduce(0) { $0 + (try tokenizer.encode($1.text).count) }
                let middle = Int(100 * max(0, depth - 0.1)) + Int(100 * min(1, depth + 0.1)) - size
                // No sentence has more than 20 tokens: the nearest boundary is no farther than half of that.
                #expect(abs(before - min(middle / 2, 100 - size)) <= 20)
                if depth == 0 { #expect(before == 0) }
            }
        }
    }

    @Test(arguments: [0, 0.5, 1])
    func `a longer context contains the shorter one`(_ depth: Double) throws {
        let samples = try task().samples([128, 256, 512, 1_024, 8_192], depths: [depth], count: 6)
        for (_, group) in Dictionary(grouping: samples, by: \.group) {
            for (short, long) in zip(group, group.dropFirst()) {
                // The last sentence is cut, and the longer context may have room for one less behind the needle.
                let needle = try #require(short.evidence().first)
                let whole = max(needle + 1, short.context.count - 2)
                let text = short.context.prefix(whole).map(\.text).joined()
                #expect(long.contextText.contains(text))
            }
        }
    }

    @Test func `training needles stand anywhere`() throws {
        let task = try task()
        let shares = try (0..<300).map { index in
            let sample = try task.trainingSample(index, length: 400, key: testKey)
            return Double(try #require(sample.evidence().first)) / Double(sample.context.count)
        }
        #expect((0..<5).allSatisfy { fifth in shares.contains { Int($0 * 5) == fifth } })
        #expect(abs(shares.reduce(0, +) / 300 - 0.5) < 0.06)
    }

    @Test func `every code can come in training and in evaluation`() throws {
        let task = try task { $0.digits = 2 }
        let training = try (0..<800).map {
            try task.trainingSample($0, length: 64, key: testKey).questions[0].answers[0]
        }
        let evaluation = try task.samples([64], count: 800).map { $0.questions[0].answers[0] }
        #expect(Set(training).count > 97 && Set(evaluation).count > 97)
        #expect(training != evaluation)
    }

    @Test func `every token of the needle occurs in the filler too`() throws {
        let task = try task()
        let tokenizer = try task.words
        let sample = try task.samples([30_000], depths: [0.5], count: 1)[0]
        let filler = Set(
            try sample.context.filter { $0.evidenceFor.isEmpty }.flatMap { try tokenizer.encode($0.text) })
        let code = sample.questions[0].answers[0]
        // "pass" and "key", and "Remember" at the start of a sentence, among them.
        #expect(Set(try tokenizer.encode(sample.evidenceText())).isSubset(of: filler))
        let others = sample.context.filter { $0.evidenceFor.isEmpty }
        #expect(!others.contains { $0.text.contains(" \(code) ") || $0.text.contains("pass key") })
    }

    @Test func `filler sentences have at least the tokens asked for, and topics stay`() throws {
        let task = try task()
        let tokenizer = try task.words
        let sample = try task.samples([4_096], depths: [1], count: 1)[0]
        let whole = sample.context.dropLast()
        #expect(try whole.allSatisfy { try tokenizer.encode($0.text).count >= 10 })
        let sailing = sample.context.map { passage in
            [" sailor", " ship", " harbor", " crew", " anchor", " pier"].contains { passage.text.contains($0) }
        }
        let share = Double(sailing.count { $0 }) / Double(sailing.count)
        let pairs = zip(sailing, sailing.dropFirst())
        let repeated = Double(pairs.count { $0 && $1 }) / Double(max(1, sailing.count { $0 }))
        #expect(repeated > 3 * share, "a topic must stay for some sentences: \(repeated) against \(share)")
    }

    @Test func `the Landmark form puts garbage around the needle`() throws {
        let task = try task { $0.form = .landmark }
        #expect(task.scoring == .firstNumber)
        for (depth, share) in [(0.0, 0.0), (0.25, 0.25), (1.0, 1.0)] {
            let sample = try task.samples([500], depths: [depth], count: 1)[0]
            let code = try #require(Int(sample.questions[0].answers[0]))
            #expect((1...50_000).contains(code))
            let needle = try #require(sample.evidence().first)
            #expect(sample.context[needle].text == "\nThe pass key is \(code). Remember it. \(code) is the pass key.")
            let before = sample.context[..<needle].map(\.text).joined()
            let after = sample.context[(needle + 1)...].map(\.text).joined()
            for text in [before, String(after.dropFirst())] where !text.isEmpty {
                #expect(text.hasPrefix("The grass is green.".prefix(text.count)))
            }
            #expect(abs(Double(before.count) / Double(before.count + after.count) - share) < 0.02)
            #expect(sample.questions[0].cue.hasSuffix("The pass key is"))
        }
    }
}
