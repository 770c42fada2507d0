import SSMContext
import SSMTensor

/// A sample from whose context some evidence is taken out, with a note for each question.
struct NotedSample {
    let context: [Passage]
    let questions: [NotedQuestion]

    /// The questions that the context answers, by index.
    var answerable: [Int] { questions.indices.filter { questions[$0].evidence == .whole } }

    /// Takes evidence out of a sample, by the shares of the settings.
    ///
    /// Questions with the same evidence fare alike. What is evidence for a question that loses it is out for all others
    /// too: their notes are on what they have left.
    init(_ sample: Sample, training: NoteTraining, key: RandomKey) {
        let notes = sample.questions.indices.map { sample.notes(on: $0) }
        let pieces = notes.map { $0.map(\.passage) }
        var removed: Set<Int> = []
        for evidence in Set(pieces).sorted(by: { $0.lexicographicallyPrecedes($1) }) where !evidence.isEmpty {
            var generator = key.folding(evidence.map(String.init).joined(separator: ",")).generator
            let draw = generator.uniform()
            if draw < training.empty {
                removed.formUnion(evidence)
            } else if draw < training.empty + training.partial, evidence.count > 1 {
                let count = 1 + generator.below(evidence.count - 1)
                removed.formUnion(generator.distinct(count, below: evidence.count).map { evidence[$0] })
            }
        }
        context = sample.context.indices.filter { !removed.contains($0) }.map { sample.context[$0] }
        questions = sample.questions.indices.map { index in
            let left = notes[index].filter { !removed.contains($0.passage) }
            return NotedQuestion(
                question: sample.questions[index], notes: left,
                evidence: left.count == notes[index].count ? .whole : .reduced)
        }
    }
}

extension Sample {
    /// The notes on a question: those of the task, or else the marked passages themselves.
    fileprivate func notes(on question: Int) -> [EvidenceNote] {
        guard questions[question].notes.isEmpty else { return questions[question].notes }
        return context.indices.filter { context[$0].evidenceFor.contains(question) }.map {
            EvidenceNote(passage: $0, text: context[$0].text.trimmed)
        }
    }
}
