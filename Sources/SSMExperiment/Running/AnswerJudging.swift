import SSMEval
import SSMRecord
import SSMTeacher

/// Has a model judge the answers of one evaluation, and keeps its verdicts beside the predictions.
struct AnswerJudging {
    let context: RunContext
    let run: EvaluationRun
    let judge: Judge

    /// Answers that wait for their verdicts together.
    private static let batch = 32

    private var folder: RunFolder { context.folder.evaluation(run.identity) }

    /// The answers within the run's limit that have no verdict yet, and how many have one.
    ///
    /// - Throws: `RecordError`.
    func unjudged() throws(RecordError) -> (records: [PredictionRecord], judged: Int) {
        let verdicts = try judge.verdicts(in: folder).byPrompt()
        let all = try run.predictions(in: folder)
        let open = all.filter { verdicts[$0.prompt]?.isAbout($0) != true }
        return (open, all.count - open.count)
    }

    /// Judges the answers that have no verdict yet.
    ///
    /// A fault of the judge ends the run: every reply until then is in its cache, and is not asked for again.
    ///
    /// - Throws: `RunError.interrupted`; `TeacherError`, `TaskError`, `RecordError`, and what loading a model throws.
    nonisolated(nonsending) func judge(title: String, onEvent: (RunEvent) -> Void) async throws {
        let (open, judged) = try unjudged()
        guard !open.isEmpty else { return }
        var caches: [String: AnswerCache] = [:]
        let asked = try judge.model.connection(sharing: &caches).asked
        let appender = try judge.verdicts(in: folder).appender()
        var done = judged
        for start in stride(from: 0, to: open.count, by: Self.batch) {
            if context.settings.interrupt.isRaised { throw RunError.interrupted(run: title) }
            let records = Array(open[start..<min(start + Self.batch, open.count)])
            for verdict in try await Self.verdicts(on: records, of: judge.task, by: asked) {
                try appender.append(verdict)
            }
            try appender.sync()
            done += records.count
            onEvent(.judged(title: title, done: done, total: judged + open.count))
        }
    }

    /// The verdicts on some answers, in their order.
    private static func verdicts(
        on records: [PredictionRecord], of task: any JudgedTask, by asked: TeacherModel
    ) async throws -> [JudgeVerdict] {
        try await withThrowingTaskGroup(of: (Int, JudgeVerdict).self) { group in
            // A server has its own limit on what it is asked at a time.
            for (index, record) in records.enumerated() {
                group.addTask { (index, try await verdict(on: record, of: task, by: asked)) }
            }
            var verdicts = [JudgeVerdict?](repeating: nil, count: records.count)
            for try await (index, verdict) in group { verdicts[index] = verdict }
            return verdicts.compactMap(\.self)
        }
    }

    private static func verdict(
        on record: PredictionRecord, of task: any JudgedTask, by asked: TeacherModel
    ) async throws -> JudgeVerdict {
        let answer = try await asked.teacher.answer(asked.request(try task.judgeRequest(for: record)))
        switch answer.ending {
        case .finished, .length:
            return JudgeVerdict(
                prompt: record.prompt, answer: record.text, judge: asked.name, reply: answer.text)
        case .contentFilter, .other:
            return JudgeVerdict(
                prompt: record.prompt, answer: record.text, judge: asked.name,
                missing: TeacherError.incomplete(answer.ending).description)
        }
    }
}

extension EvaluationRun {
    /// The judging of the run's answers; nil when nobody judges them.
    func judging(in context: RunContext) -> AnswerJudging? {
        context.materials.judges[index].map { AnswerJudging(context: context, run: self, judge: $0) }
    }
}
