import SSMContext
import SSMTeacher

/// Notes of a teacher, kept if a verifier finds them consistent with the answer.
///
/// - Source: the paper's valid and empty summaries; what the teacher is asked is the paper's request.
struct AskedNotes: NoteSource {
    let asked: TeacherModel
    /// Where the teacher's answers are, and what is said of them.
    let cache: AnswerCache
    let verifier: (any NoteVerifier)?
    let locator: (any EvidenceLocator)?
    let texts: NoteTexts

    var name: String { asked.name }

    func note(
        on question: Int, of sample: Sample, without removed: Set<Int>
    ) async throws(TeacherError) -> NoteFinding {
        let wanted = sample.questions[question]
        let context = sample.context.indices.filter { !removed.contains($0) }.map { sample.context[$0].text }.joined()
        let request = asked.request(context + wanted.query + texts.cue)
        let note: String
        do throws(TeacherError) {
            note = try await asked.teacher.answer(request).wholeText().trimmed
        } catch .incomplete(let ending) {
            return .failed(reason: TeacherError.incomplete(ending).description)
        }
        if texts.isEmpty(note), MarkedNotes().isUnanswerable(question, of: sample) { return .notes([], isWhole: true) }
        guard !texts.isEmpty(note) else { return .rejected(note: note, reason: "the teacher found nothing to note") }
        if let verifier {
            let verdict = try await verifier.verdict(
                on: NoteClaim(question: wanted.query.trimmed, answers: wanted.answers, note: note))
            try cache.keep(
                KeptVerdict(sample: "\(sample.id)#\(question)", verifier: verifier.name, verdict: verdict), on: request)
            switch verdict.outcome {
            case .accepted: break
            case .rejected: return .rejected(note: note, reason: "\(verifier.name): \(verdict.reason)")
            case .failed: return .failed(reason: "\(verifier.name): \(verdict.reason)")
            }
        }
        return .notes(
            [EvidenceNote(passage: 0, text: note)],
            isWhole: MarkedNotes().isWhole(question, of: sample, without: removed))
    }

    func evidence(of question: Int, in sample: Sample) async throws(TeacherError) -> EvidenceLocation {
        guard let locator else { return MarkedNotes().evidence(of: question, in: sample) }
        let wanted = sample.questions[question]
        return try await locator.location(
            of: wanted.answers, to: wanted.query.trimmed, in: sample.context.map(\.text.trimmed))
    }
}
