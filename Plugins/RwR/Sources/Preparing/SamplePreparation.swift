import SSMContext
import SSMTensor
import SSMText

/// Makes the sample that training sees of one sample: the same questions with notes.
struct SamplePreparation {
    let configuration: RwRConfiguration
    let context: DataContext
    let source: any NoteSource

    private var texts: NoteTexts { configuration.texts }

    /// The sample of a kind that the proportions of the settings choose; nil where nothing is left to ask.
    ///
    /// - Throws: `StrategyError.unsupported` for questions whose answers are labels and no text; `TeacherError`, `TokenizerError`.
    func sample(from sample: Sample) async throws -> Sample? {
        guard sample.questions.allSatisfy(\.isTargetFed) else {
            throw StrategyError.unsupported(
                strategy: RwR.name.text,
                reason: "the task '\(sample.task)' has labels for answers, which a note cannot come before")
        }
        let key = context.key.folding(sample.id)
        var generator = key.folding("kind").generator
        let training = configuration.training
        let draw = generator.uniform() * (training.notes + training.joined + training.plain)
        if draw >= training.notes + training.joined { return sample }
        let making = NoteMaking(training: training, texts: texts, source: source, context: context)
        let noted = try await making.noted(sample, key: key.folding("evidence"))
        guard !noted.questions.isEmpty else { return nil }
        // Where no question can be answered from notes, there are still notes to learn.
        if draw >= training.notes, let joined = joined(noted, of: sample) { return joined }
        return try self.noted(noted, of: sample, generator: &generator)
    }

    // MARK: Notes

    private func noted(_ whole: NotedSample, of sample: Sample, generator: inout RandomGenerator) throws -> Sample? {
        let (noted, notes) = try contents(of: whole)
        guard !notes.isEmpty else { return nil }
        if configuration.layout == .prepend, generator.below(2) == 0,
            let chosen = generator.element(of: noted.answerable)
        {
            return prepended(Passage(text: notes[chosen]), to: noted, asking: chosen, of: sample)
        }
        var result = sample
        result.questions = []
        var places: [Int: Range<Int>] = [:]
        for (question, note) in zip(noted.questions, notes) {
            let parts = parts(of: question, note: note)
            places[question.number] = result.questions.count..<result.questions.count + parts.count
            result.questions += parts
        }
        result.context = noted.context.map { passage in
            var passage = passage
            passage.evidenceFor = passage.evidenceFor.flatMap { places[$0] ?? 0..<0 }
            return passage
        }
        return result
    }

    /// One question, whose note stands before the context.
    private func prepended(_ note: Passage, to noted: NotedSample, asking chosen: Int, of sample: Sample) -> Sample {
        var result = sample
        result.questions = [noted.questions[chosen].question]
        let number = noted.questions[chosen].number
        result.context = texts.before(note, noted.context).map { passage in
            var passage = passage
            passage.evidenceFor = passage.evidenceFor.contains(number) ? [0] : []
            return passage
        }
        return result
    }

    /// A question as pieces that are encoded one by one: a note's tokens do not depend on the marker behind it.
    private func parts(of noted: NotedQuestion, note: String) -> [Question] {
        let question = noted.question
        let asking = Question(
            lead: question.lead, query: question.query, cue: texts.cue, answers: [], target: note)
        let answer = answer(to: noted)
        switch configuration.layout {
        case .cotAnswer: return [asking, .target(texts.marker)] + [answer].compactMap(\.self).map(Question.target)
        case .summaryOnly, .prepend: return [asking, .target(context.tokenizer.endText)]
        case .answerFirst:
            guard let answer else { return [asking, .target(texts.marker)] }
            var first = question
            first.target = answer
            return [first, Question(query: "", cue: texts.cue, answers: [], target: note), .target(texts.marker)]
        }
    }

    /// What is answered from the context as it is; nil: nothing.
    private func answer(to noted: NotedQuestion) -> String? {
        noted.evidence == .whole ? noted.question.target : texts.abstention
    }

    /// The questions that have something in the place of a note, with what that is.
    ///
    /// - Throws: `StrategyError.badConfiguration` for a filler that is not as many tokens as a note.
    private func contents(of noted: NotedSample) throws -> (NotedSample, notes: [String]) {
        let notes = noted.questions.map { $0.note(texts) }
        switch configuration.content {
        case .notes: return (noted, notes)
        case .filler: return (noted, try notes.map(filler))
        case .shuffled:
            // A question whose note is that of all others has none to exchange it for.
            let others = notes.indices.map { index in
                notes.indices.lazy.map { notes[(index + $0) % notes.count] }.first { $0 != notes[index] }
            }
            let questions = zip(noted.questions, others).compactMap { question, other in other.map { _ in question } }
            return (NotedSample(context: noted.context, questions: questions), others.compactMap(\.self))
        }
    }

    /// As many tokens of filler as a note has.
    private func filler(for note: String) throws -> String {
        let count = try context.tokenizer.encode(note).count
        let filler = String(repeating: texts.filler, count: count)
        guard try context.tokenizer.encode(filler).count == count else {
            throw StrategyError.badConfiguration(
                strategy: RwR.name, key: "texts.filler",
                reason: "repeated \(count) times '\(texts.filler)' is not \(count) tokens of this model; choose a text "
                    + "whose repetitions stay apart, such as ' so'")
        }
        return filler
    }

    // MARK: Answers from notes

    /// The questions with the notes on all of them in the place of the context; nil where none can be answered.
    private func joined(_ noted: NotedSample, of sample: Sample) -> Sample? {
        var result = sample
        let notes = Set(noted.questions.flatMap(\.notes)).sorted { ($0.passage, $0.text) < ($1.passage, $1.text) }
        result.questions = []
        var asked: [Int: Int] = [:]
        for (index, noted) in noted.questions.enumerated() {
            guard let target = answer(to: noted) else { continue }
            asked[index] = result.questions.count
            var question = noted.question
            question.target = target
            result.questions.append(question)
        }
        let passages = notes.map { note in
            let reading = noted.questions.indices.filter { noted.questions[$0].notes.contains(note) }
            return Passage(text: " " + note.text, evidenceFor: reading.compactMap { asked[$0] })
        }
        result.context = texts.joined(notes.isEmpty ? [Passage(text: texts.empty)] : passages)
        return result.questions.isEmpty ? nil : result
    }
}

extension Question {
    /// A text to predict, asked for by nothing but what stands before it.
    fileprivate static func target(_ text: String) -> Question {
        Question(query: "", cue: "", answers: [], target: text)
    }
}

extension RandomGenerator {
    /// One of some elements; nil where there is none.
    fileprivate mutating func element(of elements: [Int]) -> Int? {
        elements.isEmpty ? nil : elements[below(elements.count)]
    }
}

extension Tokenizer {
    /// The text of the token that ends a text.
    var endText: String { decode([endOfText]) }
}
