import SSMContext
import SSMEval
import SSMTensor
import Testing

/// What training asks, and how small the task can be made.
struct ConversationTrainingTests {
    /// A world that a small model learns in minutes.
    private func small(
        _ change: (inout ConversationsConfiguration) -> Void = { _ in }
    ) throws -> ConversationsTask {
        try ConversationsTests.task {
            $0.density = 32
            $0.questions = 16
            $0.types = [.singleSessionUser]
            $0.abstention = 0
            $0.nearMisses = 0
            $0.repeats = 0
            $0.replies = 0
            $0.factsPerSession = 8
            $0.kinds = 2
            $0.choices = 8
            $0.phrasings = 1
            $0.filler.topics = 1
            $0.filler.numbers = 0
            $0.filler.echoes = 0
            change(&$0)
        }
    }

    @Test func `training asks each question as often as it should, evaluation once`() throws {
        let task = try ConversationsTests.task {
            $0.questions = 3
            $0.timesAsked = 4
        }
        let single = try ConversationsTests.task { $0.questions = 3 }
        var orders: Set<[String]> = []
        for index in 0..<6 {
            let sample = try task.trainingSample(index, length: 1_024, key: testKey)
            let asked = Dictionary(grouping: sample.questions.indices) { sample.questions[$0].query }
            #expect(asked.values.map(\.count) == [4, 4, 4])
            for questions in asked.values {
                #expect(Set(questions.map { sample.questions[$0] }).count == 1, "the same answer and notes each time")
                #expect(Set(questions.map { sample.evidence(for: $0) }).count == 1, "the same evidence each time")
            }
            for (number, question) in sample.questions.enumerated() {
                #expect(question.notes.allSatisfy { sample.context[$0.passage].evidenceFor.contains(number) })
            }
            orders.insert(sample.questions.map(\.query))
            let records = try task.trainingRecords(index, length: 1_024, key: testKey)
            #expect(records.map(\.answer) == sample.questions.map { $0.answers[0] })
        }
        #expect(orders.count == 6)
        #expect(
            try task.samples([1_024], count: 2).map(\.questions) == single.samples([1_024], count: 2).map(\.questions))
    }

    @Test func `a type that is named twice has twice as many questions`() throws {
        let task = try ConversationsTests.task { $0.types = [.knowledgeUpdate, .singleSessionUser, .knowledgeUpdate] }
        let kinds = try task.samples([256], count: 30).flatMap(\.questions).map(\.kind)
        #expect(kinds.count { $0 == "knowledge-update" } == 40 && kinds.count { $0 == "single-session-user" } == 20)
    }

    @Test(arguments: [(length: 48, least: 1), (64, 2), (128, 6), (256, 14)])
    func `a short training context asks for as many facts as it has room for`(_ length: Int, _ least: Int) throws {
        let task = try small()
        let tokenizer = try task.words
        for index in 0..<8 {
            let sample = try task.trainingSample(index, length: length, key: testKey)
            #expect(try tokenizer.encode(sample.contextText).count == length)
            #expect((least...16).contains(sample.questions.count), "\(sample.questions.count)")
            for question in sample.questions.indices { #expect(sample.evidence(for: question).count == 1) }
        }
    }

    @Test func `one piece a question is enough where one session tells all`() throws {
        #expect(throws: TaskError.tooShort(task: "conversations", length: 31, needed: 32)) {
            try small { $0.questions = 4 }.samples([31])
        }
        #expect(throws: TaskError.tooShort(task: "conversations", length: 63, needed: 64)) {
            try small {
                $0.questions = 4
                $0.repeats = 0.5
            }.samples([63])
        }
    }

    @Test func `a small world has a small vocabulary, which types and phrasings leave as it is`() throws {
        let words = try small().vocabulary
        #expect(words.count < 700, "\(words.count)")
        let other = try small {
            $0.types = QuestionType.allCases
            $0.phrasings = 3
            $0.abstention = 0.5
        }
        #expect(words == other.vocabulary)
    }

    @Test(arguments: [0, 1])
    func `as many facts are replied to as the settings say`(_ share: Double) throws {
        let task = try small {
            $0.types = [.singleSessionUser, .knowledgeUpdate]
            $0.replies = share
            $0.questions = 4
        }
        for sample in try task.samples([512], count: 4) {
            for (passage, next) in zip(sample.context, sample.context.dropFirst()) where !passage.evidenceFor.isEmpty {
                let isReplied = ["Good", "Thanks", "I see", "That", "I will", "How", "Under", "Noted", "Great"].contains
                {
                    next.text.hasPrefix("\nAssistant: \($0)")
                }
                #expect(isReplied == (share == 1), "\(passage.text) \(next.text)")
            }
        }
    }
}
