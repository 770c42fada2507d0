import SSMContext
import SSMEval
import SSMTensor
import SSMText
import Testing

struct KeyedRecallTests {
    /// A fact as the context tells it.
    struct Fact: Hashable {
        var key: String
        var value: String
    }

    private func task(_ change: (inout KeyedRecallConfiguration) -> Void = { _ in }) throws -> KeyedRecallTask {
        var configuration = KeyedRecallConfiguration()
        change(&configuration)
        return try KeyedRecallTask(configuration)
    }

    /// All facts of a context: "The <word> <word> holds <value>."
    private func facts(_ sample: Sample) -> [Fact] {
        sample.context.compactMap { fact($0) }
    }

    private func fact(_ passage: Passage) -> Fact? {
        let words = passage.text.split { $0 == " " || $0 == "." }.map(String.init)
        guard words.count == 5, words[0] == "The", words[3] == "holds" else { return nil }
        return Fact(key: "\(words[1]) \(words[2])", value: words[4])
    }

    @Test func `questions repeat the fact up to its value`() throws {
        let sample = try task().samples([256], count: 1)[0]
        #expect(sample.questions.count == 8)
        for (index, question) in sample.questions.enumerated() {
            let fact = sample.evidenceText(for: index)
            #expect(question.query.hasPrefix("\nThe ") && question.cue == " holds")
            #expect(fact == " " + question.query.dropFirst() + question.cue + question.target + ".")
        }
        #expect(sample.maximumAnswerTokens == 1)
    }

    @Test func `questions can be put in words of their own`() throws {
        let sample = try task { $0.phrasing = .question }.samples([256], count: 1)[0]
        let key = sample.evidenceText().split(separator: " ")[1...2].joined(separator: " ")
        #expect(sample.questions[0].query == "\nWhat does the \(key) hold?")
        #expect(sample.questions[0].cue == " It holds")
    }

    @Test func `no key is told twice, so that one passage answers a question`() throws {
        for sample in try task().samples([256, 2_048], count: 6) {
            let facts = facts(sample)
            #expect(Set(facts.map(\.key)).count == facts.count)
            for (index, question) in sample.questions.enumerated() {
                let key = question.query.dropFirst(5)
                #expect(facts.filter { $0.key == key }.map(\.value) == question.answers)
                #expect(sample.evidence(for: index).count == 1)
            }
        }
    }

    @Test func `density or number of facts is constant`() throws {
        let dense = try task { $0.density = 20 }
        for sample in try dense.samples([256, 1_024, 2_048], count: 2) {
            #expect(facts(sample).count == 20 * sample.length / 256)
        }
        let fixed = try task { $0.facts = 25 }
        for sample in try fixed.samples([256, 1_024, 2_048], count: 2) {
            #expect(facts(sample).count == 25)
        }
        let few = try task { $0.density = 8 }.trainingSample(0, length: 100, key: testKey)
        #expect(few.questions.count == 3, "a short training context asks for the facts that it has")
    }

    @Test func `asked keys have near misses`() throws {
        let near = try task { $0.nearMisses = 2 }.samples([512], count: 4)
        for sample in near {
            let keys = facts(sample).map { $0.key.split(separator: " ") }
            for question in sample.questions {
                let words = question.query.dropFirst(5).split(separator: " ")
                let misses = keys.filter { ($0[0] == words[0]) != ($0[1] == words[1]) }
                #expect(misses.count >= 2)
            }
        }
    }

    @Test func `a key can hold several values, all of them asked for`() throws {
        let task = try task {
            $0.valuesPerKey = 3
            $0.questions = 2
            $0.density = 24
        }
        #expect(task.scoring == .valueSet)
        for sample in try task.samples([256, 512], count: 4) {
            for (index, question) in sample.questions.enumerated() {
                #expect(Set(question.answers).count == 3)
                #expect(sample.evidence(for: index).count == 3)
                let told = facts(sample).filter { $0.key == question.query.dropFirst(5) }.map(\.value)
                #expect(told == question.answers)
                #expect(question.target == " " + told.joined(separator: ", "))
            }
            #expect(sample.maximumAnswerTokens == 5)
        }
    }

    @Test func `training asks each question as often as it should, evaluation once`() throws {
        let task = try task {
            $0.timesAsked = 3
            $0.valuesPerKey = 2
            $0.questions = 4
        }
        var orders: Set<[String]> = []
        for index in 0..<5 {
            let sample = try task.trainingSample(index, length: 256, key: testKey)
            let asked = sample.questions.map { String($0.query.dropFirst(5)) }
            #expect(asked.count == 12 && Dictionary(grouping: asked) { $0 }.values.map(\.count) == [3, 3, 3, 3])
            orders.insert(asked.map { key in "\(asked.firstIndex(of: key) ?? -1)" })
            for (question, key) in asked.enumerated() {
                #expect(sample.evidence(for: question).compactMap { fact(sample.context[$0])?.key } == [key, key])
                #expect(facts(sample).filter { $0.key == key }.map(\.value) == sample.questions[question].answers)
            }
        }
        #expect(orders.count > 1)
        #expect(try task.samples([512], count: 2).allSatisfy { $0.questions.count == 4 })
    }

    @Test func `a longer context has all sentences of a shorter one in the same order`() throws {
        for density in [nil, 16.0] {
            let task = try task {
                $0.density = density
                $0.facts = density == nil ? 20 : nil
            }
            let samples = try task.samples([256, 300, 512, 2_048], depths: [0.25, 1], count: 3)
            for (_, group) in Dictionary(grouping: samples, by: { "\($0.group) \($0.depth ?? -1)" }) {
                for (short, long) in zip(group, group.dropFirst()) {
                    // The last passage is a sentence that is cut to length.
                    let sentences = short.context.dropLast().map(\.text)
                    #expect(isSubsequence(sentences, of: long.context.map(\.text)))
                }
            }
        }
    }

    @Test(arguments: [0, 0.5, 1])
    func `the evidence stands at its depth, or anywhere`(_ depth: Double) throws {
        let task = try task { $0.facts = 30 }
        let tokenizer = try task.words
        func places(_ sample: Sample) throws -> [Double] {
            var tokens = 0
            var places: [Double] = []
            for passage in sample.context {
                if !passage.evidenceFor.isEmpty { places.append(Double(tokens) / Double(sample.length)) }
                tokens += try tokenizer.encode(passage.text).count
            }
            return places
        }
        for sample in try task.samples([4_096], depths: [depth], count: 6) {
            // The window is ±0.1 in shares of the filler's paragraphs, which are not all of one length.
            #expect(try places(sample).allSatisfy { abs($0 - depth) < 0.2 })
        }
        let anywhere = try task.samples([4_096], count: 6).flatMap { try places($0) }
        #expect(anywhere.contains { $0 < 0.2 } && anywhere.contains { $0 > 0.8 })
    }

    @Test func `values are drawn anew, so that a key tells nothing about its value`() throws {
        let task = try task {
            $0.modifiers = 4
            $0.objects = 4
            $0.valueWords = 4
            $0.density = 12
            $0.nearMisses = 0
        }
        let training = try (0..<100).flatMap { facts(try task.trainingSample($0, length: 256, key: testKey)) }
        let evaluation = try task.samples([256], count: 100).flatMap { facts($0) }
        // Each of the 64 possible facts comes about 19 times in either split.
        for told in [training, evaluation] {
            let counts = Dictionary(told.map { ($0, 1) }, uniquingKeysWith: +)
            #expect(counts.count == 64 && (counts.values.min() ?? 0) > 3 && (counts.values.max() ?? 0) < 50)
        }
        #expect(training != evaluation)
    }

    @Test func `words of keys and values occur in the filler, which answers nothing`() throws {
        let task = try task {
            $0.modifiers = 6
            $0.objects = 6
            $0.valueWords = 6
            $0.facts = 16
        }
        let tokenizer = try task.words
        let sample = try task.samples([16_384], count: 1)[0]
        let filler = sample.context.filter { fact($0) == nil }
        let tokens = Set(try filler.flatMap { try tokenizer.encode($0.text) })
        let evidence = try sample.questions.indices.flatMap { try tokenizer.encode(sample.evidenceText(for: $0)) }
        #expect(Set(evidence).isSubset(of: tokens))
        for question in sample.questions {
            let asked = question.query.dropFirst(5) + question.cue
            #expect(!filler.contains { $0.text.contains(asked) })
        }
    }

    @Test func `the chance is that of a guess among the values that are told`() throws {
        let sample = try task {
            $0.valueWords = 4
            $0.density = 32
        }.samples([1_024], count: 1)[0]
        #expect(Set(facts(sample).map(\.value)).count == 4)
        #expect(sample.chance == 0.25)
        let several = try task {
            $0.valueWords = 8
            $0.valuesPerKey = 2
            $0.questions = 2
            $0.density = 32
        }
        .samples([2_048], count: 1)[0]
        #expect(abs(several.chance - 1 / 28) < 1e-12, "2 of 8 values: 28 sets")
    }

    @Test func `running out of keys is an error that says what to raise`() throws {
        let task = try task {
            $0.modifiers = 4
            $0.objects = 5
        }
        #expect(
            throws: TaskError.exhausted(
                task: "keyed-recall", length: 512, what: "keys", key: "modifiers or objects")
        ) { try task.samples([512]) }
    }

    @Test func `too few facts for the questions name the least length`() throws {
        #expect(throws: TaskError.tooShort(task: "keyed-recall", length: 255, needed: 256)) {
            try task().samples([255])
        }
        #expect(throws: Never.self) { try task().samples([256]) }
    }
}
