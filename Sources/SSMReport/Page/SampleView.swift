import Foundation
import SSMContext
import SSMEval

/// The chosen questions of an evaluation as the page shows them.
struct SamplesView {
    let seed: UInt64
    let questions: [SampleView]

    init(_ chosen: ChosenSamples) {
        seed = chosen.seed
        questions = chosen.samples.map(SampleView.init)
    }
}

/// A question and what each column answered.
struct SampleView {
    /// What one column answered.
    struct Answer {
        let column: String
        /// The class.
        let tone: String
        let score: String
        let pieces: [HighlightedText.Piece]
        let notes: [Note]
        /// What stands for the notes that say nothing; nil where there are none.
        let silence: String?
    }

    /// A note before an answer.
    struct Note {
        let label: String
        let pieces: [HighlightedText.Piece]
    }

    /// The passages that tell the answer.
    struct Evidence {
        let pieces: [HighlightedText.Piece]
    }

    let id: String
    let query: String?
    let place: String
    let evidence: Evidence?
    let answers: [Answer]

    init(_ sample: ChosenSamples.Sample) {
        let question = sample.question
        id = question.prompt
        query = question.query.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        let depth = question.depth.map { ", evidence at depth \(NumberText.share($0))" } ?? ""
        let accepted = question.accepted.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        place =
            "\(question.prompt): \(question.promptTokens) tokens\(depth); accepted: \(accepted.joined(separator: " or "))"
        evidence = question.evidence.flatMap { text in
            text.isEmpty ? nil : Evidence(pieces: HighlightedText(text, marking: accepted).pieces)
        }
        answers = sample.answers.map { Self.answer(of: $0.column, $0.record, accepted: accepted) }
    }

    private static func answer(of column: String, _ record: PredictionRecord, accepted: [String]) -> Answer {
        let isRight = record.score.isRight
        let notes = record.trace.filter { $0.kind != AnswerStep.answer && $0.kind != AnswerStep.emptyNote }
        let silent = record.trace.count { $0.kind == AnswerStep.emptyNote }
        let shown = notes.prefix(mostNotes).map { step in
            let passages = step.passages.map { " on passages \($0.lowerBound + 1)\u{2013}\($0.upperBound)" } ?? ""
            return Note(label: step.kind + passages, pieces: HighlightedText(step.text, marking: accepted).pieces)
        }
        let more = notes.count > shown.count ? ["\(notes.count - shown.count) more notes"] : []
        let empty = silent > 0 ? [NumberText.counted(silent, "empty note")] : []
        let rest = (more + empty).joined(separator: ", ")
        return Answer(
            column: column, tone: isRight ? "right" : "wrong", score: isRight ? "right" : "wrong",
            pieces: HighlightedText(record.text, marking: accepted).pieces, notes: Array(shown),
            silence: rest.isEmpty ? nil : rest)
    }

    private static let mostNotes = 8
}
