import Foundation
import SSMContext
import SSMTeacher

/// Notes that were made before, from a file of records: by `ssmlab prepare`, or elsewhere.
struct RecordedNotes: NoteSource {
    let name: String
    private let notes: [String: ImportedNote]

    /// The notes of a file of JSON lines; of a question that it has twice, the later one.
    ///
    /// - Throws: `StrategyError.badConfiguration` naming the file and the line.
    init(contentsOf path: String) throws(StrategyError) {
        func broken(_ reason: String) -> StrategyError {
            .badConfiguration(strategy: RwR.name, key: "teacher.notes", reason: "\(path): \(reason)")
        }
        guard let data = FileManager.default.contents(atPath: path) else { throw broken("cannot be read") }
        var notes: [String: ImportedNote] = [:]
        for (number, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty {
            do {
                let note = try JSONDecoder().decode(ImportedNote.self, from: Data(line))
                notes[note.id] = note
            } catch {
                throw broken("line \(number + 1) is not a note: it needs 'id' and 'text' as JSON strings")
            }
        }
        guard !notes.isEmpty else { throw broken("has no notes") }
        name = path
        self.notes = notes
    }

    func note(on question: Int, of sample: Sample, without removed: Set<Int>) -> NoteFinding {
        let id = Self.id(question, sample)
        guard let note = notes[id] else { return .failed(reason: "\(name) has no note on \(id)") }
        guard note.answers(sample.questions[question]) else {
            return .failed(reason: "\(name) has a note on \(id) that answers another question, '\(note.query ?? "")'")
        }
        let isWhole = MarkedNotes().isWhole(question, of: sample, without: removed)
        switch note.outcome ?? .valid {
        case .valid: return .notes([EvidenceNote(passage: 0, text: note.text.trimmed)], isWhole: isWhole)
        case .empty: return .notes([], isWhole: isWhole)
        case .rejected: return .rejected(note: note.text, reason: note.reason ?? "")
        case .failed: return .failed(reason: note.reason ?? "")
        }
    }

    func evidence(of question: Int, in sample: Sample) -> EvidenceLocation {
        MarkedNotes().evidence(of: question, in: sample)
    }

    /// What was taken out when the note was made, and nothing else: the notes are on contexts as they were.
    func settledRemoval(for question: Int, of sample: Sample) -> [Int]? {
        guard let note = notes[Self.id(question, sample)], note.answers(sample.questions[question]) else { return [] }
        return (note.removed ?? []).filter(sample.context.indices.contains)
    }

    private static func id(_ question: Int, _ sample: Sample) -> String { "\(sample.id)#\(question)" }
}

/// A line of a file of notes: what is needed of a record. A note without an outcome is a valid one.
private struct ImportedNote: Decodable {
    let id: String
    let text: String
    let outcome: NoteOutcome?
    let removed: [Int]?
    let reason: String?
    let query: String?

    /// Whether the note is on a question, as far as it says which.
    func answers(_ question: Question) -> Bool {
        query == nil || query == question.query
    }
}
