import SSMContext
import SSMEval
import SSMTensor
import SSMText
import Testing

struct ConversationsTests {
    static func task(
        _ change: (inout ConversationsConfiguration) -> Void = { _ in }
    ) throws -> ConversationsTask {
        var configuration = ConversationsConfiguration()
        change(&configuration)
        return try ConversationsTask(configuration)
    }

    /// Whether an answer is an accepted one.
    private func isRight(_ answers: Set<String>, _ question: Question) -> Bool {
        guard answers.count == 1, let answer = answers.first else { return false }
        return ScoringRule.normalized.score(answer, accepted: question.answers).isRight
    }

    private func isAbsent(_ question: Question) -> Bool {
        question.answers == [ConversationsTask.unknown]
    }

    private func isSessionLine(_ passage: Passage) -> Bool {
        passage.text.hasPrefix("\nOn ")
    }

    /// Samples with questions of all types.
    private func samples(_ length: Int = 512, count: Int = 60) throws -> [Sample] {
        try Self.task {
            $0.questions = 4
            $0.abstention = 0.2
        }.samples([length], count: count)
    }

    @Test func `an independent reader answers from the evidence alone, and from the whole context`() throws {
        for sample in try samples() {
            let whole = ConversationReader(sample.context)
            for (index, question) in sample.questions.enumerated() where !isAbsent(question) {
                let evidence = sample.evidence(for: index).map { sample.context[$0] }
                #expect(
                    isRight(ConversationReader(evidence).answers(to: question.query), question),
                    "\(question.query) \(question.answers) \(evidence.map(\.text))")
                #expect(isRight(whole.answers(to: question.query), question), "\(sample.id)#\(index)")
            }
        }
    }

    @Test func `without the evidence nothing answers`() throws {
        for sample in try samples() {
            for (index, question) in sample.questions.enumerated() {
                let rest = sample.context.filter { !$0.evidenceFor.contains(index) || isSessionLine($0) }
                #expect(ConversationReader(rest).answers(to: question.query).isEmpty, "\(sample.id)#\(index)")
            }
        }
    }

    @Test func `a question that cannot be answered has no evidence, and the context does not answer it`() throws {
        var kinds: Set<String> = []
        for sample in try samples() {
            let reader = ConversationReader(sample.context)
            for (index, question) in sample.questions.enumerated() where isAbsent(question) {
                #expect(sample.evidence(for: index).isEmpty && question.notes.isEmpty)
                #expect(reader.answers(to: question.query).isEmpty)
                kinds.insert(question.kind ?? "")
            }
        }
        #expect(kinds == ["single-session-user", "multi-session", "knowledge-update", "temporal-reasoning"])
    }

    @Test func `several sessions hold the evidence of combined questions, and each piece is needed`() throws {
        for sample in try samples() {
            for (index, question) in sample.questions.enumerated() where !isAbsent(question) {
                let turns = sample.evidence(for: index).filter { !isSessionLine(sample.context[$0]) }
                let sessions = Set(
                    turns.map { turn in sample.context[..<turn].lastIndex { isSessionLine($0) } ?? 0 })
                if question.kind?.hasPrefix("single-session") == true {
                    #expect(sessions.count == 1 && (1...2).contains(turns.count))
                    continue
                }
                #expect((2...3).contains(turns.count) && sessions.count == turns.count)
                // A change can be told without the fact before it, so only the last one is always needed.
                for turn in question.kind == "knowledge-update" ? [turns[turns.count - 1]] : turns {
                    let rest =
                        turns.filter { $0 != turn }
                        + sample.context.indices.filter { isSessionLine(sample.context[$0]) }
                    let reader = ConversationReader(rest.sorted().map { sample.context[$0] })
                    #expect(!isRight(reader.answers(to: question.query), question), "\(sample.id)#\(index)")
                }
            }
        }
    }

    @Test func `a correction does not say what it corrects`() throws {
        let task = try Self.task {
            $0.types = [.knowledgeUpdate]
            $0.corrections = 1
            $0.abstention = 0
        }
        for sample in try task.samples([512], count: 20) {
            for (index, question) in sample.questions.enumerated() {
                let evidence = sample.evidence(for: index).map { sample.context[$0] }
                #expect(ConversationReader(Array(evidence.dropFirst())).answers(to: question.query).isEmpty)
            }
        }
    }

    @Test func `the notes alone answer, in canonical words`() throws {
        let tokenizer = try Self.task().words
        for sample in try samples() {
            for (index, question) in sample.questions.enumerated() where !isAbsent(question) {
                let turns = sample.evidence(for: index).filter { !isSessionLine(sample.context[$0]) }
                #expect(question.notes.map(\.passage) == turns)
                for note in question.notes {
                    #expect(!sample.context[note.passage].text.contains(note.text.dropLast()))
                    #expect(throws: Never.self) { try tokenizer.encode(note.text + " " + note.text) }
                }
                let answer = NoteReader.answer(question.query, question.notes.map(\.text))
                #expect(isRight(answer.map { [$0] } ?? [], question), "\(question.query) \(question.notes)")
            }
        }
    }

    @Test func `the number of facts grows with the length`() throws {
        let task = try Self.task { $0.density = 6 }
        for length in [512, 2_048, 8_192] {
            let sample = try task.samples([length], count: 1)[0]
            let facts = ConversationReader(sample.context).told.count
            #expect(abs(facts - 6 * length / 256) <= 3, "\(facts) at \(length)")
        }
    }

    @Test func `facts that do not fit are left out`() throws {
        let sample = try Self.task { $0.density = 32 }.samples([512], count: 1)[0]
        #expect((15..<40).contains(ConversationReader(sample.context).told.count))
    }

    @Test func `a longer context has all turns of a shorter one in the same order`() throws {
        let samples = try Self.task().samples([256, 300, 512, 2_048], depths: [0.25, 1], count: 3)
        for (_, group) in Dictionary(grouping: samples, by: { "\($0.group) \($0.depth ?? -1)" }) {
            for (short, long) in zip(group, group.dropFirst()) {
                #expect(isSubsequence(short.context.dropLast().map(\.text), of: long.context.map(\.text)))
                #expect(short.questions.map(\.target) == long.questions.map(\.target))
            }
        }
    }

    @Test(arguments: [0, 0.5, 1])
    func `the evidence stands at its depth`(_ depth: Double) throws {
        let task = try Self.task()
        let tokenizer = try task.words
        for sample in try task.samples([4_096], depths: [depth], count: 4) {
            var tokens = 0
            for passage in sample.context {
                let place = Double(tokens) / Double(sample.length)
                #expect(passage.evidenceFor.isEmpty || abs(place - depth) < 0.25, "\(sample.id) \(place)")
                tokens += try tokenizer.encode(passage.text).count
            }
        }
    }

    @Test func `types take turns, and the share of what was never told is as set`() throws {
        let task = try Self.task { $0.abstention = 0.3 }
        let questions = try task.samples([256], count: 120).flatMap(\.questions)
        #expect(questions.prefix(6).map(\.kind) == QuestionType.allCases.map(\.rawValue))
        let counts = Dictionary(grouping: questions, by: \.kind).mapValues(\.count)
        #expect(counts.values.allSatisfy { $0 == 40 } && counts.count == 6)
        let absent = questions.count { isAbsent($0) }
        #expect((30...66).contains(absent), "\(absent) of 160 that can be absent")
        #expect(questions.allSatisfy { isAbsent($0) == ($0.chance == 0.3) })
    }

    @Test func `there are many types of facts, each told in several ways`() {
        let types = FactCatalog.types
        #expect(types.count >= 40 && Set(types.map(\.label)).count == types.count)
        for type in types {
            #expect(type.statements.count >= 3, "\(type.label)")
            #expect(type.questions.count >= 2, "\(type.label)")
            #expect((type.updates.count >= 2) == (type.family == .told), "\(type.label)")
            #expect(type.spans.isEmpty == (type.family != .happened), "\(type.label)")
        }
    }

    @Test func `the first way to tell a fact names what it is about before its value`() {
        for type in FactCatalog.types {
            let slots = type.statements[0].parts.compactMap { part in
                if case .slot(let name) = part { name.lowercased() } else { nil }
            }
            let entity = slots.firstIndex { ["me", "you"].contains($0) }
            let value = slots.firstIndex { ["v", "a v", "n"].contains($0) } ?? slots.count
            #expect(entity.map { $0 < value } == true, "\(type.label)")
        }
    }

    @Test func `all families and types of facts are told, with more than two thousand words`() throws {
        let task = try Self.task()
        var words: Set<String> = []
        var labels: Set<String> = []
        for index in 0..<3 {
            let sample = try task.trainingSample(index, length: 32_768, key: testKey)
            let letters = sample.contextText.lowercased().split { !$0.isLetter }
            words.formUnion(letters.map(String.init))
            labels.formUnion(ConversationReader(sample.context).told.map(\.type))
        }
        #expect(words.count >= 2_000, "\(words.count)")
        #expect(labels.subtracting([""]).count == FactCatalog.types.count)
        let vocabulary = Set(task.vocabulary.map { $0.lowercased().filter(\.isLetter) })
        #expect(words.isSubset(of: vocabulary))
    }

    @Test func `contexts can be long`() throws {
        let sample = try Self.task().samples([131_072], count: 1)[0]
        #expect(sample.context.count > 5_000)
    }

    @Test func `running out of facts is an error that says what to raise`() throws {
        let task = try Self.task {
            $0.kinds = 1
            $0.choices = 4
            $0.types = [.singleSessionUser]
        }
        #expect(
            throws: TaskError.exhausted(
                task: "conversations", length: 2_048, what: "facts", key: "kinds or choices")
        ) { try task.samples([2_048]) }
    }

    @Test func `too few facts for the questions name the least length`() throws {
        #expect(throws: TaskError.tooShort(task: "conversations", length: 191, needed: 192)) {
            try Self.task().samples([191])
        }
        #expect(throws: Never.self) { try Self.task().samples([192]) }
        let few = try Self.task { $0.questions = 20 }.trainingSample(0, length: 192, key: testKey)
        #expect((2..<20).contains(few.questions.count), "a short training context asks for the facts that it has")
    }
}
