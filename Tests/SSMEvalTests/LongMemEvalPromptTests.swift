import Foundation
import SSMContext
import SSMEval
import SSMText
import Testing

struct LongMemEvalPromptTests {
    /// Sources of the form of the original's, with texts of our own.
    static let generation = #"""
        import json  # answer_prompt_template = 'a comment'

        def prepare_prompt(entry, cot: bool):
            if entry == 'no-retrieval':
                answer_prompt_template = '{}'
                if cot:
                    answer_prompt_template += 'Step by step.'
            elif cot:
                answer_prompt_template = 'Chats:\n{}\n\nDate: {}\nQuestion: {}\nAnswer (step by step):'
            else:
                answer_prompt_template = ("Chats:\n{}\n\n"
                    'Date: {}\nQuestion: {}'  # in pieces
                    "\nAnswer:")
            if entry == 'facts':
                answer_prompt_template = 'Facts:\n{}\n\nDate: {}\nQuestion: {}\nAnswer:'
            con_prompt = """Say \"empty\" {{}} if so.\
         {} {}
        {} {} """
            return answer_prompt_template.format(1)

        answer_prompt_template = 'outside'
        """#

    static let evaluation = """
        def get_anscheck_prompt(task, question):
            if task == "x":
                template = "facts {} {} {}"
            elif task == "y":
                template = "dates {} {} {}"
            else:
                template = "changes {} {} {}"
                template = "wishes {} {} {}"
                def inner():
                    template = "not this {} {} {}"
            template = "nothing {} {} {}"
            template = other
            template = "a" + "b"
        """

    private func templates(
        _ generation: String = generation, _ evaluation: String = evaluation
    ) throws -> LongMemEvalTemplates {
        try LongMemEvalTemplates(
            generation: generation, evaluation: evaluation, paths: ("run_generation.py", "evaluate_qa.py"))
    }

    static let record = LongMemEvalRecord(
        id: "one", type: .knowledgeUpdate, question: "Where {}?", answer: "Rome",
        questionDate: "2024/01/01 (Mon) 12:00",
        sessions: [
            LongMemEvalSession(
                id: "answer_b", date: "2023/02/01 (Wed) 10:00",
                turns: [
                    LongMemEvalTurn(role: .user, content: " I live in Rome.\n", hasAnswer: true),
                    LongMemEvalTurn(role: .assistant, content: "Café \"now\"", hasAnswer: false),
                ]),
            LongMemEvalSession(
                id: "s", date: "2023/01/05 (Thu) 09:00", turns: [LongMemEvalTurn(role: .assistant, content: "Hi")]),
        ], answerSessionIDs: ["answer_b"])

    @Test func `templates are read from Python source`() throws {
        let templates = try templates()
        #expect(templates.direct.filled(["h", "d", "q"]) == "Chats:\nh\n\nDate: d\nQuestion: q\nAnswer:")
        #expect(templates.stepwise.filled(["h", "d", "q"]).hasSuffix("Question: q\nAnswer (step by step):"))
        #expect(templates.note.filled(["1", "2", "3", "4"]) == "Say \"empty\" {} if so. 1 2\n3 4 ")
    }

    @Test func `the judge is asked by type, and by name about what cannot be answered`() throws {
        let templates = try templates()
        func request(_ type: QuestionType, _ id: String = "one") -> String {
            var record = Self.record
            record.type = type
            record.id = id
            return templates.judgeRequest(for: record, response: "r")
        }
        #expect(request(.singleSessionUser) == "facts Where {}? Rome r")
        #expect(request(.singleSessionAssistant).hasPrefix("facts") && request(.multiSession).hasPrefix("facts"))
        #expect(request(.temporalReasoning).hasPrefix("dates") && request(.knowledgeUpdate).hasPrefix("changes"))
        #expect(request(.singleSessionPreference).hasPrefix("wishes"))
        #expect(request(.knowledgeUpdate, "one_abs").hasPrefix("nothing"))
    }

    static let escapes = [
        (#"'a\n\t\\\'\"\x41\101\u00e9\U0001F600\q'"#, "a\n\t\\'\"AAé😀\\q"), (#"r'a\n\''"#, #"a\n\'"#),
        ("'''a\n'b' \"'''", "a\n'b' \""), ("\"a\" 'b' \\\n  \"c\"", "abc"), ("u'x'  # no more", "x"), ("''", ""),
        ("'''a\\\nb'''", "ab"),
    ]

    @Test(arguments: escapes)
    func `string literals have the value that Python gives them`(_ literal: String, _ value: String) throws {
        let source = Self.evaluation.replacingOccurrences(
            of: "template = \"facts {} {} {}\"", with: "template = (\(literal)\n'{}{}{}')")
        var record = Self.record
        record.type = .multiSession
        let request = try templates(Self.generation, source).judgeRequest(for: record, response: "")
        #expect(request == value + "Where {}?Rome")
    }

    static let unreadable = [
        ("\"dates {} {} {}\"", "f\"dates {x} {} {}\"", "f-string"),
        ("\"dates {} {} {}\"", "\"dates {0} {} {}\"", "brace"),
        ("\"dates {} {} {}\"", "\"dates {} {}\"", "five with three places"),
        ("\"dates {} {} {}\"", "\"dates", "not end"),
        ("\"dates {} {} {}\"", "'\\N{DASH} {} {} {}'", "by name"), ("\"dates {} {} {}\"", "'\\xg1'", "no character"),
        ("get_anscheck_prompt", "another", "no text is assigned to template"),
        ("\"dates {} {} {}\"", "'''dates", "line 5: a string literal does not end"),
    ]

    @Test(arguments: unreadable)
    func `what cannot be read is an error that says where`(_ old: String, _ new: String, _ reason: String) {
        #expect {
            try templates(Self.generation, Self.evaluation.replacingOccurrences(of: old, with: new))
        } throws: { error in
            guard case LongMemEvalError.template(let path, let found) = error else { return false }
            return path.hasPrefix("evaluate_qa.py") && found.contains(reason)
        }
    }

    @Test func `histories are written as the original writes them`() throws {
        #expect(
            LongMemEvalLayout().history(of: Self.record) == """

                ### Session 1:
                Session Date: 2023/01/05 (Thu) 09:00
                Session Content:

                [{"role": "assistant", "content": "Hi"}]

                ### Session 2:
                Session Date: 2023/02/01 (Wed) 10:00
                Session Content:

                [{"role": "user", "content": " I live in Rome.\\n"}, \
                {"role": "assistant", "content": "Caf\\u00e9 \\"now\\""}]

                """)
        #expect(
            LongMemEvalLayout(format: .natural, mostSessions: 1).history(of: Self.record) == """

                ### Session 1:
                Session Date: 2023/01/05 (Thu) 09:00
                Session Content:


                assistant: Hi

                """, "the last sessions of the file are kept")
        let user = LongMemEvalLayout(format: .natural, isUserOnly: true)
        #expect(user.history(of: Self.record).hasSuffix("Session Content:\n\n\nuser: I live in Rome.\n"))
        #expect(LongMemEvalLayout(isUserOnly: true).history(of: Self.record).contains("Content:\n\n[]\n"))
    }

    @Test func `notes can stand in place of sessions`() throws {
        let layout = LongMemEvalLayout()
        let history = layout.history(of: Self.record, notes: ["lives in Rome", "empty"])
        #expect(
            history.contains(
                "### Session 1:\nSession Date: 2023/01/05 (Thu) 09:00\nSession Content:\n\n"
                    + #"{"session_summary": "empty"}"# + "\n"))
        let request = layout.noteRequest(for: Self.record, session: 1, template: try templates().note)
        #expect(request.contains(#"2023/01/05 (Thu) 09:00 [{"role": "assistant", "content": "Hi"}]"#))
    }

    @Test func `only the history is cut, and its beginning is kept`() throws {
        let truncation = try LongMemEvalTruncation(modelTokens: 1_520, generatedTokens: 500)
        #expect(truncation.limit == 20)
        let layout = LongMemEvalLayout()
        let template = try templates().direct
        let prompt = try layout.prompt(
            for: Self.record, template: template, truncation: truncation, tokenizer: ByteTokenizer())
        let history = layout.history(of: Self.record)
        #expect(prompt.text == template.filled([String(history.prefix(20)), "2024/01/01 (Mon) 12:00", "Where {}?"]))
        #expect(prompt.droppedTokens == history.utf8.count - 20 && prompt.truncation == "history_head")
        let whole = try layout.prompt(
            for: Self.record, template: template,
            truncation: try LongMemEvalTruncation(modelTokens: 9_000, generatedTokens: 500), tokenizer: ByteTokenizer())
        #expect(whole.text.contains(history) && whole.droppedTokens == 0)
        #expect(throws: LongMemEvalError.noRoom(tokens: 1_500, generated: 500)) {
            try LongMemEvalTruncation(modelTokens: 1_500, generatedTokens: 500)
        }
    }

    @Test(arguments: LongMemEvalLayout.Format.allCases)
    func `a sample has the prompt's text, in passages that know the evidence`(_ format: LongMemEvalLayout.Format) throws
    {
        let layout = LongMemEvalLayout(format: format)
        let template = try templates().direct
        let sample = layout.sample(of: Self.record, template: template, answerTokens: 500, length: 100)
        let prompt = try layout.prompt(
            for: Self.record, template: template,
            truncation: try LongMemEvalTruncation(modelTokens: 9_000, generatedTokens: 500), tokenizer: ByteTokenizer())
        #expect(sample.prompts[0].text == prompt.text)
        #expect(sample.evidence().count == 1 && sample.evidenceText().contains("I live in Rome."))
        #expect(sample.questions[0].kind == "knowledge-update" && sample.questions[0].answers == ["Rome"])
    }
}
