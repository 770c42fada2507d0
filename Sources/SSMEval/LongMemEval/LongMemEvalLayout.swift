package import SSMContext
package import SSMText

/// How a record becomes a prompt.
///
/// - Source: `run_generation.py` with `orig-session`: the whole history, session by session.
package struct LongMemEvalLayout: Hashable, Sendable {
    /// How the turns of a session are written.
    package enum Format: String, Codable, Hashable, Sendable, CaseIterable {
        /// As Python's `json.dumps` writes the list of turns.
        case json
        /// A blank line, the role and what is said.
        case natural = "nl"
    }

    /// How turns are written.
    package var format: Format

    /// Whether what the assistant said is left out.
    package var isUserOnly: Bool

    /// The most sessions: the last ones of the file's order are kept.
    package var mostSessions: Int

    /// A layout; the defaults are what the authors recommend.
    package init(format: Format = .json, isUserOnly: Bool = false, mostSessions: Int = 1_000) {
        self.format = format
        self.isUserOnly = isUserOnly
        self.mostSessions = mostSessions
    }

    /// The history of a record in order of date, as passages: the line of a session, and each of its turns.
    ///
    /// A turn with a part of the answer is evidence for question 0, the only one.
    package func passages(of record: LongMemEvalRecord) -> [Passage] {
        sorted(record).enumerated().flatMap { number, index in
            let session = record.sessions[index]
            return [Passage(text: heading(number, session))] + turns(of: session)
        }
    }

    /// The history of a record, in order of date.
    ///
    /// - Parameter notes: notes in place of the sessions, one for each in the order of the file (`con-separate`).
    /// - Precondition: there are as many notes as sessions.
    /// - Source: `run_generation.py`, which can write notes as JSON only; as `nl` they stand after "session_summary:".
    package func history(of record: LongMemEvalRecord, notes: [String]? = nil) -> String {
        guard let notes else { return passages(of: record).map(\.text).joined() }
        precondition(
            notes.count == record.sessions.count,
            "history: \(notes.count) notes for \(record.sessions.count) sessions")
        return sorted(record).enumerated().map { number, index in
            heading(number, record.sessions[index]) + body(ofNote: notes[index]) + "\n"
        }.joined()
    }

    /// The prompt of a record.
    ///
    /// - Parameters:
    ///   - template: the text with three places: history, date and question.
    ///   - notes: as for `history(of:notes:)`.
    /// - Throws: `TokenizerError`.
    package func prompt(
        for record: LongMemEvalRecord, template: PromptTemplate, truncation: LongMemEvalTruncation,
        tokenizer: any Tokenizer, notes: [String]? = nil
    ) throws(TokenizerError) -> LongMemEvalPrompt {
        let (history, dropped) = try truncation.cut(self.history(of: record, notes: notes), with: tokenizer)
        return LongMemEvalPrompt(
            text: template.filled([history, record.questionDate, record.question]), droppedTokens: dropped)
    }

    /// A sample of a record, whose context and prompt are those of `prompt`, uncut.
    ///
    /// - Parameters:
    ///   - template: the text with three places: history, date and question.
    ///   - answerTokens: the most tokens of an answer; the original has 500, and 800 step by step.
    ///   - history: the passages of the history; nil: all of them.
    /// - Edge cases: nothing is known of the chance of a guess; it is 0.
    package func sample(
        of record: LongMemEvalRecord, template: PromptTemplate, answerTokens: Int, length: Int,
        history: [Passage]? = nil
    ) -> Sample {
        let parts = template.parts
        let question = Question(
            query: parts[1] + record.questionDate + parts[2] + record.question, cue: parts[3],
            answers: [record.answer], target: " \(record.answer)", kind: record.type.rawValue)
        return Sample(
            id: record.id, task: "longmemeval",
            context: [Passage(text: parts[0])] + (history ?? passages(of: record)), questions: [question],
            length: length, group: record.id, chance: 0, maximumAnswerTokens: answerTokens)
    }

    /// The request for a note about one session (`con-separate`).
    ///
    /// - Parameter template: the text with four places: the session's date and turns, the date and the question.
    /// - Source: the original writes the turns as JSON here, whatever the format.
    package func noteRequest(
        for record: LongMemEvalRecord, session: Int, template: PromptTemplate
    ) -> String {
        let turns = said(in: record.sessions[session]).map { Self.dumped($0) }.joined(separator: ", ")
        return template.filled([record.sessions[session].date, "[\(turns)]", record.questionDate, record.question])
    }

    /// The sessions that are kept (their indices), by the bytes of their dates and stable, as Python sorts.
    private func sorted(_ record: LongMemEvalRecord) -> [Int] {
        record.sessions.indices.suffix(mostSessions).sorted { one, other in
            let (left, right) = (record.sessions[one].date.utf8, record.sessions[other].date.utf8)
            return left.elementsEqual(right) ? one < other : left.lexicographicallyPrecedes(right)
        }
    }

    private func heading(_ number: Int, _ session: LongMemEvalSession) -> String {
        "\n### Session \(number + 1):\nSession Date: \(session.date)\nSession Content:\n"
    }

    /// The turns that are kept.
    private func said(in session: LongMemEvalSession) -> [LongMemEvalTurn] {
        isUserOnly ? session.turns.filter { $0.role == .user } : session.turns
    }

    /// The turns of a session with what stands between and after them.
    private func turns(of session: LongMemEvalSession) -> [Passage] {
        let turns = said(in: session)
        var passages = turns.enumerated().map { index, turn in
            let text =
                switch format {
                case .json: (index == 0 ? "\n[" : ", ") + Self.dumped(turn)
                case .natural: "\n\n\(turn.role.rawValue): \(PythonText.stripped(turn.content))"
                }
            return Passage(text: text, evidenceFor: turn.hasAnswer == true ? [0] : [])
        }
        let end = (format == .natural ? "" : turns.isEmpty ? "\n[]" : "]") + "\n"
        if passages.isEmpty { return [Passage(text: end)] }
        passages[passages.count - 1].text += end
        return passages
    }

    private func body(ofNote note: String) -> String {
        switch format {
        case .json: "\n{\"session_summary\": \(PythonText.dumped(note))}"
        case .natural: "\n\nsession_summary: \(PythonText.stripped(note))"
        }
    }

    private static func dumped(_ turn: LongMemEvalTurn) -> String {
        "{\"role\": \(PythonText.dumped(turn.role.rawValue)), \"content\": \(PythonText.dumped(turn.content))}"
    }
}
