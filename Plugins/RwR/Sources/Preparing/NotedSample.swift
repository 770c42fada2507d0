import SSMContext
import SSMTeacher
import SSMTensor

/// A sample from whose context some evidence is taken out, with a note for each question that has one.
struct NotedSample {
    let context: [Passage]
    let questions: [NotedQuestion]

    /// The questions that the context answers, by index.
    var answerable: [Int] { questions.indices.filter { questions[$0].evidence == .whole } }
}

/// Takes evidence out of samples and has notes made on the rest.
struct NoteMaking {
    let training: NoteTraining
    let texts: NoteTexts
    let source: any NoteSource
    let context: DataContext

    /// What is to be asked without its evidence, or a part of it.
    private struct Removal {
        var passages: Set<Int> = []
        /// The questions that lose all their evidence, with the passages that are theirs.
        var emptied: [Int: [Int]] = [:]
        /// The questions whose evidence could not be found, and why.
        var failed: [Int: String] = [:]
    }

    /// The sample with notes.
    ///
    /// Questions with the same evidence fare alike. What is taken out for one question is out for all: their notes are
    /// on what they have left. A question without a note that can be used is left out.
    ///
    /// - Throws: `TeacherError`, `TokenizerError`.
    func noted(_ sample: Sample, key: RandomKey) async throws -> NotedSample {
        let removal = try await removal(from: sample, key: key)
        var questions: [NotedQuestion] = []
        for index in sample.questions.indices {
            if let reason = removal.failed[index] {
                record(.failed, index, of: sample, reason: reason)
            } else if let passages = removal.emptied[index] {
                record(.empty, index, of: sample, text: texts.empty, removed: passages)
                questions.append(NotedQuestion(number: index, question: sample.questions[index], evidence: .reduced))
            } else if let noted = try await note(on: index, of: sample, without: removal.passages) {
                questions.append(noted)
            }
        }
        let kept = sample.context.indices.filter { !removal.passages.contains($0) }
        return NotedSample(context: kept.map { sample.context[$0] }, questions: questions)
    }

    private func removal(from sample: Sample, key: RandomKey) async throws -> Removal {
        var removal = Removal()
        for (name, questions) in Self.groups(of: sample) {
            guard let first = questions.first else { continue }
            if let passages = source.settledRemoval(for: first, of: sample) {
                removal.passages.formUnion(passages)
                if !passages.isEmpty { for question in questions { removal.emptied[question] = passages } }
                continue
            }
            var generator = key.folding(name).generator
            let draw = generator.uniform()
            guard draw < training.empty + training.partial else { continue }
            switch try await source.evidence(of: first, in: sample) {
            case .nowhere: continue
            case .failed(let reason): for question in questions { removal.failed[question] = reason }
            case .paragraphs(let passages):
                if draw < training.empty {
                    removal.passages.formUnion(passages)
                    for question in questions { removal.emptied[question] = passages }
                } else if passages.count > 1 {
                    let count = 1 + generator.below(passages.count - 1)
                    removal.passages.formUnion(
                        generator.distinct(count, below: passages.count).map { passages[$0] })
                }
            }
        }
        return removal
    }

    /// The questions by their marked evidence, or, where none is marked, by what they ask.
    private static func groups(of sample: Sample) -> [(name: String, questions: [Int])] {
        let marked = MarkedNotes()
        let names = sample.questions.indices.map { index in
            switch marked.evidence(of: index, in: sample) {
            case .paragraphs(let passages): passages.map(String.init).joined(separator: ",")
            case .nowhere, .failed: sample.questions[index].query
            }
        }
        return Dictionary(grouping: sample.questions.indices) { names[$0] }.sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }

    /// A question with its note; nil where there is none that can be used.
    private func note(
        on index: Int, of sample: Sample, without removed: Set<Int>
    ) async throws -> NotedQuestion? {
        switch try await source.note(on: index, of: sample, without: removed) {
        case .rejected(let note, let reason):
            record(.rejected, index, of: sample, text: note, reason: reason)
            return nil
        case .failed(let reason):
            record(.failed, index, of: sample, reason: reason)
            return nil
        case .notes(let notes, let isWhole):
            let noted = NotedQuestion(
                number: index, question: sample.questions[index], notes: notes, evidence: isWhole ? .whole : .reduced)
            record(notes.isEmpty ? .empty : .valid, index, of: sample, text: noted.note(texts))
            return noted
        }
    }

    private func record(
        _ outcome: NoteOutcome, _ index: Int, of sample: Sample, text: String = "", removed: [Int]? = nil,
        reason: String = ""
    ) {
        guard let record = context.record else { return }
        let question = sample.questions[index]
        record(
            PreparationRecord(
                id: "\(sample.id)#\(index)", outcome: outcome.rawValue, query: question.query,
                answers: question.answers, text: text, tokens: (try? context.tokenizer.encode(text))?.count,
                removed: removed, source: source.name, reason: reason))
    }
}
