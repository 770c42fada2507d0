import Foundation
import SSMContext
import SSMTeacher

/// Notes that were made before, from a file of records: by `ssmlab prepare`, or elsewhere.
struct RecordedNotes: NoteSource {
    let name: String
    private let records: [String: PreparationRecord]

    /// The notes of a file of JSON lines; of a question that it has twice, the later one.
    ///
    /// - Throws: `StrategyError.badConfiguration` naming the file and the line.
    init(contentsOf path: String) throws(StrategyError) {
        func broken(_ reason: String) -> StrategyError {
            .badConfiguration(strategy: RwR.name, key: "teacher.notes", reason: "\(path): \(reason)")
        }
        guard let data = FileManager.default.contents(atPath: path) else { throw broken("cannot be read") }
        var records: [String: PreparationRecord] = [:]
        for (number, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty {
            do {
                let note = try JSONDecoder().decode(ImportedNote.self, from: Data(line))
                records[note.id] = note.record
            } catch {
                throw broken("line \(number + 1) is not a note: it needs 'id' and 'text' as JSON strings")
            }
        }
        guard !records.isEmpty else { throw broken("has no notes") }
        name = path
        self.records = records
    }

    func note(on question: Int, of sample: Sample, without removed: Set<Int>) -> NoteFinding {
        let id = "\(sample.id)#\(question)"
        guard let record = records[id] else { return .failed(reason: "\(name) has no note on \(id)") }
        guard record.query.isEmpty || record.query == sample.questions[question].query else {
            return .failed(reason: "\(name) has a note on \(id) that answers another question, '\(record.query)'")
        }
        let isWhole = MarkedNotes().isWhole(question, of: sample, without: removed)
        switch NoteOutcome(rawValue: record.outcome) {
        case .valid: return .notes([EvidenceNote(passage: 0, text: record.text.trimmed)], isWhole: isWhole)
        case .empty: return .notes([], isWhole: isWhole)
        case .rejected: return .rejected(note: record.text, reason: record.reason)
        case .failed, nil: return .failed(reason: record.reason)
        }
    }

    func evidence(of question: Int, in sample: Sample) -> EvidenceLocation {
        MarkedNotes().evidence(of: question, in: sample)
    }

    func passagesTakenOut(for question: Int, of sample: Sample) -> [Int]? {
        guard let record = records["\(sample.id)#\(question)"], record.query == sample.questions[question].query else {
            return nil
        }
        return record.removed?.filter(sample.context.indices.contains)
    }

    /// Whether evidence may be taken out of the context: what is recorded stays as it is.
    var isFinal: Bool { true }
}

/// A line of a file of notes: all that is needed of a record.
private struct ImportedNote: Decodable {
    let id: String
    let text: String
    let outcome: NoteOutcome?
    let removed: [Int]?
    let reason: String?
    let query: String?

    /// The record that it is short for: a note without an outcome is a valid one.
    var record: PreparationRecord {
        PreparationRecord(
            id: id, outcome: (outcome ?? .valid).rawValue, query: query ?? "", answers: [], text: text, tokens: nil,
            removed: removed, source: "", reason: reason ?? "")
    }
}
