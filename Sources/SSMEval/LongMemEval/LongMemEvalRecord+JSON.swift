import SSMStore

extension LongMemEvalRecord {
    /// The record as the JSON of LongMemEval's files, in one line.
    ///
    /// - Edge cases: a session without `has_answer` anywhere has no such key, as in the original.
    package var json: String {
        func list(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }
        func member(_ key: String, _ value: String) -> String { "\(JSONNode.quoted(key)): \(value)" }
        let haystack = sessions.map { session in
            list(
                session.turns.map { turn in
                    var members = [
                        member("role", JSONNode.quoted(turn.role.rawValue)),
                        member("content", JSONNode.quoted(turn.content)),
                    ]
                    if let hasAnswer = turn.hasAnswer { members.append(member("has_answer", "\(hasAnswer)")) }
                    return "{" + members.joined(separator: ", ") + "}"
                })
        }
        let members = [
            member("question_id", JSONNode.quoted(id)), member("question_type", JSONNode.quoted(type.rawValue)),
            member("question", JSONNode.quoted(question)), member("answer", JSONNode.quoted(answer)),
            member("question_date", JSONNode.quoted(questionDate)),
            member("haystack_session_ids", list(sessions.map { JSONNode.quoted($0.id) })),
            member("haystack_dates", list(sessions.map { JSONNode.quoted($0.date) })),
            member("haystack_sessions", list(haystack)),
            member("answer_session_ids", list(answerSessionIDs.map { JSONNode.quoted($0) })),
        ]
        return "{" + members.joined(separator: ", ") + "}"
    }

    /// Reads a record of a file.
    ///
    /// - Throws: `LongMemEvalError.record`.
    init(_ record: FileRecord, path: String) throws(LongMemEvalError) {
        let node: JSONNode
        do throws(JSONScanner.Failure) {
            node = try JSONNode(parsing: record.bytes)
        } catch {
            throw .record(path: path, number: record.number, id: nil, key: "", reason: "is no JSON: \(error)")
        }
        var id: String?
        if case .string(let found) = node.value(at: "question_id") { id = found }
        do throws(LongMemEvalFault) {
            try self.init(LongMemEvalNode(node))
        } catch {
            throw .record(path: path, number: record.number, id: id, key: error.key, reason: error.reason)
        }
    }

    private init(_ node: LongMemEvalNode) throws(LongMemEvalFault) {
        id = try node.member("question_id").text()
        let type = try node.member("question_type")
        guard let known = QuestionType(rawValue: try type.text()) else {
            let types = QuestionType.allCases.map(\.rawValue).joined(separator: ", ")
            throw type.fault("has to be one of \(types)")
        }
        self.type = known
        question = try node.member("question").text()
        // The real files have numbers among the answers.
        answer = try node.member("answer").text(orNumber: true)
        questionDate = try node.member("question_date").text()
        let ids = try node.member("haystack_session_ids").texts()
        let dates = try node.member("haystack_dates").texts()
        let haystack = try node.member("haystack_sessions")
        let turns = try haystack.items()
        guard ids.count == turns.count, dates.count == turns.count else {
            throw haystack.fault(
                "has \(turns.count) sessions, but there are \(ids.count) haystack_session_ids and \(dates.count) "
                    + "haystack_dates")
        }
        sessions = []
        for (index, session) in turns.enumerated() {
            sessions.append(
                LongMemEvalSession(id: ids[index], date: dates[index], turns: try Self.turns(of: session)))
        }
        answerSessionIDs = try node.member("answer_session_ids").texts()
    }

    private static func turns(of session: LongMemEvalNode) throws(LongMemEvalFault) -> [LongMemEvalTurn] {
        var turns: [LongMemEvalTurn] = []
        for turn in try session.items() {
            let role = try turn.member("role")
            guard let known = ChatRole(rawValue: try role.text()) else {
                throw role.fault("has to be user or assistant")
            }
            turns.append(
                LongMemEvalTurn(
                    role: known, content: try turn.member("content").text(),
                    hasAnswer: try turn.optionalMember("has_answer")?.truth()))
        }
        return turns
    }
}
