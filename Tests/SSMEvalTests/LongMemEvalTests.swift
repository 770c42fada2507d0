import Foundation
import SSMContext
import SSMEval
import SSMStore
import SSMTensor
import Testing

struct LongMemEvalTests {
    /// A folder that is removed with the value.
    final class Folder {
        let url: URL

        init() throws {
            url = FileManager.default.temporaryDirectory.appending(path: "longmemeval-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        func file(_ text: String) throws -> URL {
            let file = url.appending(path: "records.json")
            try Data(text.utf8).write(to: file)
            return file
        }
    }

    /// All records of a text.
    private func read(_ text: String) throws -> [LongMemEvalRecord] {
        let folder = try Folder()
        var reader = LongMemEvalReader(try InputFile(try folder.file(text)))
        var records: [LongMemEvalRecord] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    /// A record as the real files have them: keys in any order, numbers as answers, keys that nobody knows.
    private static let real = """
        {"question_id": "9f3c21ab_abs", "question_type": "multi-session", "question": "How many?", "answer": 3,
         "question_date": "2023/05/30 (Tue) 23:40", "extra": {"a": [1, null]},
         "haystack_dates": ["2023/05/21 (Sun) 01:02", "2023/05/20 (Sat) 02:21"],
         "haystack_session_ids": ["answer_1", "sharegpt_2"],
         "haystack_sessions": [
           [{"role": "user", "content": "I bought 3 \\"red\\" pens. ", "has_answer": true},
            {"role": "assistant", "content": "Caf\\u00e9 \\ud83d\\ude00", "has_answer": false}],
           [{"role": "user", "content": "Hello\\nyou"}]],
         "answer_session_ids": ["answer_1"]}
        """

    private func changed(_ old: String, _ new: String) -> String {
        "[" + Self.real.replacingOccurrences(of: old, with: new) + "]"
    }

    @Test func `a record of the real files is read, with a number as its answer`() throws {
        let record = try #require(try read("[\(Self.real)]").first)
        #expect(record.id == "9f3c21ab_abs" && record.isAbstention)
        #expect(record.type == .multiSession && record.answer == "3")
        #expect(record.sessions.map(\.id) == ["answer_1", "sharegpt_2"])
        #expect(record.sessions[0].turns.map(\.hasAnswer) == [true, false])
        #expect(record.sessions[1].turns[0] == LongMemEvalTurn(role: .user, content: "Hello\nyou"))
        #expect(record.sessions[0].turns[1].content == "Café 😀")
    }

    @Test func `generated conversations survive the file`() throws {
        let task = try ConversationsTests.task {
            $0.questions = 3
            $0.abstention = 0.3
        }
        let records = try (0..<6).flatMap {
            try task.evaluationRecords($0, length: 512, depth: nil, key: testKey)
                + task.trainingRecords($0, length: 512, key: testKey)
        }
        var text = ""
        var writer = LongMemEvalWriter { text += $0 }
        for record in records { try writer.write(record) }
        try writer.end()
        #expect(try read(text) == records)
        let foreign = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
        #expect(foreign?.count == records.count)
        #expect(foreign?.first?["question_id"] as? String == records[0].id)
    }

    @Test func `generated records are the samples' questions, with their evidence marked`() throws {
        let task = try ConversationsTests.task { $0.abstention = 0.3 }
        for index in 0..<6 {
            let sample = try task.evaluationSample(index, length: 512, depth: 0.5, key: testKey)
            let records = try task.evaluationRecords(index, length: 512, depth: 0.5, key: testKey)
            #expect(records.count == sample.questions.count)
            for (number, record) in records.enumerated() {
                let question = sample.questions[number]
                #expect(question.query == "\nQuestion: " + record.question && record.answer == question.answers[0])
                #expect(record.isAbstention == (record.answer == ConversationsTask.unknown))
                let marked = record.sessions.flatMap(\.turns).filter { $0.hasAnswer == true }.map(\.content)
                let evidence = sample.evidence(for: number).map { sample.context[$0].text }.filter {
                    !$0.hasPrefix("\nOn ")
                }
                #expect(evidence.map { String($0.drop { $0 != ":" }.dropFirst(2)) } == marked)
                let named = record.sessions.filter { $0.id.hasPrefix("answer_") }.map(\.id)
                #expect(named == record.answerSessionIDs)
                #expect(named.isEmpty == record.isAbstention)
                #expect(record.sessions.map(\.date) == record.sessions.map(\.date).sorted())
                #expect(record.sessions.allSatisfy { $0.date < record.questionDate })
            }
        }
    }

    @Test func `dates have the weekday of the calendar`() throws {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "yyyy/MM/dd (EEE) HH:mm"
        let records = try ConversationsTests.task().evaluationRecords(0, length: 8_192, depth: nil, key: testKey)
        let dates = Set(records[0].sessions.map(\.date) + [records[0].questionDate])
        #expect(dates.count > 50)
        for date in dates {
            let parsed = try #require(formatter.date(from: date), "\(date)")
            #expect(formatter.string(from: parsed) == date)
        }
    }

    static let faults = [
        ("\"question\": \"How many?\", ", "", "question", "is missing"),
        ("\"answer\": 3,", "\"answer\": null,", "answer", "is missing"),
        ("\"answer\": 3,", "\"answer\": [3],", "answer", "has to be a text or a number, not a list"),
        ("multi-session", "multi-sesion", "question_type", "has to be one of single-session-user"),
        ("\"role\": \"assistant\"", "\"role\": \"system\"", "haystack_sessions.0.1.role", "user or assistant"),
        ("\"has_answer\": true", "\"has_answer\": 1", "haystack_sessions.0.0.has_answer", "true or false, not 1"),
        ("\"content\": \"Hello\\nyou\"", "\"text\": 1", "haystack_sessions.1.0.content", "is missing"),
        ("[\"answer_1\", \"sharegpt_2\"]", "[\"answer_1\"]", "haystack_sessions", "2 sessions, but there are 1"),
        (
            "\"answer_session_ids\": [\"answer_1\"]", "\"answer_session_ids\": 1", "answer_session_ids",
            "be a list, not 1"
        ),
        ("\"extra\"", "\"answer\"", "", "is no JSON: an object has 'answer' twice"),
    ]

    @Test(arguments: faults)
    func `a fault names file, record and key`(_ old: String, _ new: String, _ key: String, _ reason: String) throws {
        #expect {
            try read(changed(old, new))
        } throws: { error in
            guard case LongMemEvalError.record(let path, 1, _, key, let found) = error else { return false }
            return path.hasSuffix("records.json") && found.contains(reason) && "\(error)".contains("record 1")
        }
    }

    @Test func `a name that occurs twice is an error that names both records`() throws {
        #expect {
            try read("[\(Self.real), \(Self.real)]")
        } throws: { error in
            guard case LongMemEvalError.duplicate(_, number: 2, id: "9f3c21ab_abs", first: 1) = error else {
                return false
            }
            return true
        }
    }

    @Test(arguments: ["[]", "{}", "[\(real)", "[\(real)] x", ""])
    func `a file of another form is an error`(_ text: String) {
        #expect(throws: (any Error).self) { try read(text) }
    }

    @Test func `missing labels count as wrong and are listed`() throws {
        let questions: [(id: String, type: QuestionType)] = [
            ("a", .multiSession), ("b", .multiSession), ("c_abs", .multiSession), ("d", .temporalReasoning),
            ("e_abs_2", .temporalReasoning),
        ]
        let summary = try LongMemEvalSummary(
            questions: questions, labels: ["a": true, "c_abs": true, "d": true, "e_abs_2": false])
        #expect(summary.missing == ["b"])
        #expect(summary.types[.multiSession]?.share == 2.0 / 3)
        #expect(summary.types[.temporalReasoning]?.share == 0.5)
        #expect(summary.types[.knowledgeUpdate]?.share == nil)
        #expect(summary.overall == LongMemEvalSummary.Accuracy(count: 5, right: 3))
        #expect(summary.abstention.share == 0.5)
        #expect(abs((summary.taskAveraged ?? 0) - (2.0 / 3 + 0.5) / 2) < 1e-12)
        #expect(throws: LongMemEvalError.unknownQuestion(id: "x")) {
            try LongMemEvalSummary(questions: questions, labels: ["x": true])
        }
    }
}
