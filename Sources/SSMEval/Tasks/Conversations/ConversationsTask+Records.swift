package import SSMTensor

extension ConversationsTask: LongMemEvalSource {
    /// The conversation of `trainingSample` as LongMemEval's records, one for each question.
    ///
    /// - Throws: as `trainingSample`.
    package func trainingRecords(
        _ index: Int, length: Int, key: RandomKey
    ) throws(TaskError) -> [LongMemEvalRecord] {
        try records(.training, index, length: length, depth: nil, key: key)
    }

    /// The conversation of `evaluationSample` as LongMemEval's records, one for each question.
    ///
    /// - Throws: as `evaluationSample`.
    package func evaluationRecords(
        _ index: Int, length: Int, depth: Double?, key: RandomKey
    ) throws(TaskError) -> [LongMemEvalRecord] {
        try Self.check(depth: depth)
        return try records(.evaluation, index, length: length, depth: depth, key: key)
    }

    private func records(
        _ split: Split, _ index: Int, length: Int, depth: Double?, key: RandomKey
    ) throws(TaskError) -> [LongMemEvalRecord] {
        let identity = identity(split, index, key)
        let conversation = try conversation(split, index, length: length, depth: depth, identity: identity)
        let id = identity.id(length: length, depth: depth)
        return conversation.questions.indices.map { conversation.record(of: $0, sample: id) }
    }
}

extension Conversation {
    /// The record of one question.
    ///
    /// - Parameter sample: the sample's name, which the names of questions begin with.
    func record(of question: Int, sample: String) -> LongMemEvalRecord {
        let sessions = sessions(for: question, sample: sample)
        return LongMemEvalRecord(
            id: "\(sample)#\(question)" + (isAbsent[question] ? "_abs" : ""), type: kinds[question],
            question: String(questions[question].query.dropFirst("\nQuestion: ".count)),
            answer: questions[question].answers[0], questionDate: ConversationClock.stampAfter,
            sessions: sessions,
            answerSessionIDs: sessions.filter { session in
                session.turns.contains { $0.hasAnswer == true }
            }.map(\.id))
    }

    /// The sessions, with the evidence of a question marked.
    private func sessions(for question: Int, sample: String) -> [LongMemEvalSession] {
        var sessions: [LongMemEvalSession] = []
        for piece in pieces {
            switch piece.kind {
            case .session(let minute):
                sessions.append(LongMemEvalSession(id: "", date: ConversationClock.stamp(of: minute), turns: []))
            case .turn(let role):
                let content = piece.content(of: role)
                guard !content.isEmpty else { continue }
                sessions[sessions.count - 1].turns.append(
                    LongMemEvalTurn(role: role, content: content, hasAnswer: piece.evidenceFor.contains(question)))
            }
        }
        return sessions.filter { !$0.turns.isEmpty }.enumerated().map { number, session in
            var session = session
            let isEvidence = session.turns.contains { $0.hasAnswer == true }
            session.id = (isEvidence ? "answer_" : "session_") + "\(sample)_\(number + 1)"
            if !isEvidence { for turn in session.turns.indices { session.turns[turn].hasAnswer = nil } }
            return session
        }
    }
}
