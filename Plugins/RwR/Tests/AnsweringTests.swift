import RwR
import SSMContext
import SSMModel
import SSMTensor
import SSMText
import Testing

/// How `RwR` answers.
@Suite struct AnsweringTests {
    private let toy: Toy
    private var prompts: [Prompt] { toy.sample("one").prompts + toy.sample("two").prompts.dropLast() }

    init() throws {
        toy = try Toy()
    }

    private func configuration(
        _ answering: NoteAnswering, layout: NoteLayout = .cotAnswer, tokens: Int = 100,
        fallback: SegmentFallback = .lastSegment, keepEmpty: Bool = false, empty: String = " empty"
    ) -> RwRConfiguration {
        var texts = Toy.texts
        texts.empty = empty
        return RwRConfiguration(
            layout: layout, answering: answering, noteTokens: 6,
            segments: SegmentSettings(tokens: tokens, keepEmpty: keepEmpty, fallback: fallback), texts: texts)
    }

    /// The note of a prompt, as a prompt of its own.
    private func note(of prompt: Prompt, about context: [Passage]? = nil) throws -> Answer {
        var asking = prompt
        asking.context = context ?? prompt.context
        asking.contextID = context.map(\.description) ?? prompt.contextID
        asking.cue = Toy.texts.cue
        asking.limits = AnswerLimits(maximumTokens: 6, stop: [Toy.texts.marker])
        return try toy.answers([asking])[0]
    }

    /// The answer to a prompt after further text, given as tokens.
    private func answer(_ prompt: Prompt, cue: String, after tokens: [TokenID], then end: String) throws -> Answer {
        var asking = prompt
        asking.context += [
            Passage(text: prompt.query), Passage(text: cue), Passage(text: "", tokens: tokens), Passage(text: end),
        ]
        asking.query = ""
        asking.cue = ""
        return try toy.answers([asking])[0]
    }

    @Test(arguments: AskMode.allCases, [NoteLayout.cotAnswer, .summaryOnly])
    func `a note of the whole context comes before the answer`(_ ask: AskMode, _ layout: NoteLayout) throws {
        let answers = try toy.answers(prompts, configuration(.noteFirst, layout: layout), ask: ask)
        #expect(answers.map(\.promptID) == prompts.map(\.id))
        for (prompt, answer) in zip(prompts, answers) {
            let note = try note(of: prompt)
            let mark = layout == .cotAnswer ? Toy.texts.marker : prompt.cue
            let expected = try self.answer(prompt, cue: Toy.texts.cue, after: note.tokens, then: mark)
            #expect(answer.tokens == expected.tokens)
            #expect(answer.ending == expected.ending)
            #expect(answer.trace.map(\.kind) == ["note", "answer"])
            #expect(answer.trace[0].tokens == note.tokens)
            #expect(answer.trace[0].text == note.text)
        }
    }

    @Test func `a note can be put before the context`() throws {
        let answers = try toy.answers(prompts, configuration(.noteFirst, layout: .prepend))
        for (prompt, answer) in zip(prompts, answers) {
            let note = try note(of: prompt)
            var asking = prompt
            asking.context = [Passage(text: note.text, tokens: note.tokens), Passage(text: "\n")] + prompt.context
            #expect(answer.tokens == (try toy.answers([asking])[0].tokens))
            #expect(answer.trace.map(\.kind) == ["note", "answer"])
        }
    }

    @Test func `directly it answers as without notes`() throws {
        #expect(try toy.answers(prompts, configuration(.direct)) == (try toy.answers(prompts)))
    }

    @Test(arguments: AskMode.allCases)
    func `segments are read independently, and their notes are joined`(_ ask: AskMode) throws {
        // 6 tokens of a question, 3 of the request and 6 of a note leave 11: two passages of five, or one of six.
        let answers = try toy.answers(prompts, configuration(.segments, tokens: 26), ask: ask)
        for (prompt, answer) in zip(prompts, answers) {
            let ranges = [0..<2, 2..<4]
            let notes = try ranges.map { try note(of: prompt, about: Array(prompt.context[$0])) }
            #expect(answer.trace.map(\.kind) == ["note", "note", "answer"])
            #expect(answer.trace.dropLast().map(\.passages) == ranges)
            #expect(answer.trace.dropLast().map(\.tokens) == notes.map(\.tokens))
            var asking = prompt
            asking.context = notes.map { Passage(text: $0.text, tokens: $0.tokens) }
            asking.context.insert(Passage(text: "\n"), at: 1)
            #expect(answer.tokens == (try toy.answers([asking])[0].tokens))
        }
    }

    @Test(arguments: AskMode.allCases)
    func `parts of a passage that is longer than a segment are read apart`(_ ask: AskMode) throws {
        var prompt = prompts[0]
        let parts = [0..<2, 2..<4].map { prompts[0].context[$0].map(\.text).joined() }
        prompt.context = [Passage(text: parts.joined())]
        let answer = try toy.answers([prompt], configuration(.segments, tokens: 26), ask: ask)[0]
        let notes = try parts.map { try note(of: prompt, about: [Passage(text: $0)]) }
        #expect(answer.trace.dropLast().map(\.passages) == [0..<1, 0..<1])
        #expect(answer.trace.dropLast().map(\.tokens) == notes.map(\.tokens))
        #expect(notes[0].tokens != notes[1].tokens)
    }

    @Test func `with one segment it answers from the note of the whole context`() throws {
        let answers = try toy.answers(prompts, configuration(.segments))
        for (prompt, answer) in zip(prompts, answers) {
            let note = try note(of: prompt)
            var asking = prompt
            asking.context = [Passage(text: note.text, tokens: note.tokens)]
            #expect(answer.tokens == (try toy.answers([asking])[0].tokens))
            #expect(answer.trace[0].passages == 0..<4)
            #expect(answer.trace[0].readTokens == (try toy.tokenizer.encode(prompt.text).count + 2))
        }
    }

    @Test func `empty notes are dropped, or kept where that is asked for`() throws {
        let prompt = prompts[0]
        let notes = try [0..<2, 2..<4].map { try note(of: prompt, about: Array(prompt.context[$0])) }
        #expect(notes[0].text != notes[1].text)
        func context(_ kept: [Answer]) -> [Passage] {
            Array(kept.map { [Passage(text: $0.text, tokens: $0.tokens)] }.joined(separator: [Passage(text: "\n")]))
        }
        for (keepEmpty, kept) in [(false, [notes[1]]), (true, notes)] {
            // What the first note says is what counts as empty.
            let answer = try toy.answers(
                [prompt],
                configuration(.segments, tokens: 26, keepEmpty: keepEmpty, empty: " \(notes[0].text.uppercased())\n"))[
                    0]
            var asking = prompt
            asking.context = context(kept)
            #expect(answer.tokens == (try toy.answers([asking])[0].tokens))
            #expect(answer.trace.count == 3)
        }
    }

    @Test(arguments: SegmentFallback.allCases)
    func `when all notes are empty it falls back`(_ fallback: SegmentFallback) throws {
        let prompt = prompts[0]
        let note = try note(of: prompt)
        let answer = try toy.answers([prompt], configuration(.segments, fallback: fallback, empty: note.text))[0]
        var asking = prompt
        if fallback == .emptyNote { asking.context = [Passage(text: note.text)] }
        #expect(answer.tokens == (try toy.answers([asking])[0].tokens))

        // Two segments of the same text have the same note.
        var twice = prompt
        twice.context = Array(prompt.context[..<2]) + Array(prompt.context[..<2])
        let part = try self.note(of: prompt, about: Array(prompt.context[..<2]))
        let second = try toy.answers(
            [twice], configuration(.segments, tokens: 26, fallback: fallback, empty: part.text))[0]
        #expect(second.trace.map(\.kind) == [AnswerStep.emptyNote, AnswerStep.emptyNote, AnswerStep.answer])
        asking.context =
            switch fallback {
            case .lastSegment: Array(prompt.context[..<2])
            case .whole: twice.context
            case .emptyNote: [Passage(text: part.text)]
            }
        #expect(second.tokens == (try toy.answers([asking])[0].tokens))
    }

    @Test func `notes and answers are sampled apart, and a prompt alone as among others`() throws {
        let stack = StrategyStack([try RwR(configuration(.noteFirst))])
        let runtime = try StrategyRuntime(model: toy.model, stack: stack, parameters: ParameterTree())
        let sampling = try SamplingOptions(temperature: 1.5)
        func answers(_ prompts: [Prompt]) throws -> [Answer] {
            try runtime.answer(
                prompts, with: toy.tokenizer, options: AnswerOptions(key: RandomKey(seed: 4), sampling: sampling),
                meter: CostMeter())
        }
        let together = try answers(prompts)
        #expect(together.map(\.trace) == (try prompts.flatMap { try answers([$0]) }).map(\.trace))
        #expect(Set(together.map { $0.trace[0].tokens }).count > 1)
    }

    @Test func `a segment without room for context is refused`() throws {
        let error = #expect(throws: StrategyError.self) {
            try toy.answers(prompts, configuration(.segments, tokens: 14))
        }
        #expect(try #require(error).description.contains("segments.tokens is 14"))
    }
}
