import Foundation
import SSMContext
import SSMEval
import SSMExperiment
import SSMModel
import SSMRecord
import SSMStore
import SSMTeacher
import SSMTensor
import SSMText
import Testing

/// Experiments that evaluate on a file of LongMemEval.
final class LongMemEvalRunTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "ssmlab-\(UUID().uuidString)")
    private let records: [LongMemEvalRecord]

    init() throws {
        var configuration = ConversationsConfiguration()
        configuration.questions = 6
        configuration.abstention = 0.5
        let task = try ConversationsTask(configuration)
        records = try (0..<2).flatMap { index in
            try task.evaluationRecords(index, length: 1024, depth: nil, key: RandomKey(seed: 1))
        }
        try write(records, to: "history.json")
        try write(Self.generation, to: "checkout/src/generation/run_generation.py")
        try write(Self.evaluation, to: "checkout/src/evaluation/evaluate_qa.py")
        try makeModel()
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    private static let generation = #"""
        def prepare_prompt(entry, cot):
            if cot:
                answer_prompt_template = 'Chats:{}\n\nDate: {}\nQuestion: {}\nAnswer (step by step):'
            else:
                answer_prompt_template = 'Chats:{}\n\nDate: {}\nQuestion: {}\nAnswer:'
            con_prompt = 'Note: {} {} {} {}'
        """#

    private static let evaluation = """
        def get_anscheck_prompt(task):
            template = "facts {} {} {}"
            template = "dates {} {} {}"
            template = "changes {} {} {}"
            template = "wishes {} {} {}"
            template = "nothing {} {} {}"
        """

    private func write(_ text: String, to path: String) throws {
        let url = folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    private func write(_ records: [LongMemEvalRecord], to path: String) throws {
        var text = ""
        var writer = LongMemEvalWriter { text += $0 }
        for record in records { try writer.write(record) }
        try writer.end()
        try write(text, to: path)
    }

    /// A random model whose words are those of the prompts.
    private func makeModel() throws {
        let templates = try LongMemEvalTemplates(checkout: folder.appendingPathComponent("checkout"))
        let texts = records.flatMap { record in
            let sample = LongMemEvalLayout().sample(
                of: record, template: templates.direct, answerTokens: 1, length: 1)
            return sample.context.map(\.text) + [
                sample.contextText, sample.questions[0].query, sample.questions[0].cue,
            ]
        }
        let tokenizer = try WordTokenizer(words: WordTokenizer.vocabulary(of: texts))
        let model = try LanguageModel(
            randomly: ModelConfiguration(
                vocabularySize: tokenizer.vocabularySize, width: 8, layers: 2, state: 4),
            key: RandomKey(seed: 1), on: Device(workers: 1))
        let parts = model.checkpointParts()
        try Checkpoint(
            tensors: parts.tensors, texts: ["model": parts.configuration, "tokenizer": tokenizer.json]
        ).write(to: folder.appendingPathComponent("model.h5"))
    }

    private func text(_ keys: String = "", samples: Int? = nil) -> String {
        """
        experiment: remembered
        model: {checkpoint: \(folder.path)/model.h5}
        strategies: {plain: [], newest: [{decimamba: {layers: [1]}, during: answer}]}
        evaluate:
          - {task: longmemeval, file: \(folder.path)/history.json, templates: \(folder.path)/checkout, answer-tokens: 3, lengths: [1203, 4003], samples: \(samples ?? records.count)\(keys)}
        """
    }

    private var judge: String {
        ", judge: {endpoint: {url: \"http://127.0.0.1:9/v1\"}, model: strict, cache: \(folder.path)/judge.cache, cache-only: true}"
    }

    @Test func `histories are cut at their end, and questions keep their types`() async throws {
        let place = Workplace()
        let results = try await place.run(text())
        let evaluation = results.evaluations[0]
        #expect(
            evaluation.scoring
                == "scored by normalised match, which cannot be compared with judged scores")
        let kinds = Set(evaluation.rows.compactMap(\.kind))
        #expect(kinds == Set(records.map(\.type.rawValue)).union(["abstention"]))
        let predictions = try place.predictions("plain", text())
        #expect(
            predictions.count == 2 * records.count
                && predictions.allSatisfy { $0.truncation == "history_head" })
        let short = predictions.filter { $0.length == 1203 }
        let long = predictions.filter { $0.length == 4003 }
        #expect(short.allSatisfy { $0.droppedTokens > 0 } && long.allSatisfy { $0.droppedTokens == 0 })
        // 200 tokens of history, and what stands around it.
        #expect(short.allSatisfy { (200...400).contains($0.promptTokens) })
        #expect(
            zip(short, long).allSatisfy { $0.promptTokens + $0.droppedTokens >= $1.promptTokens - 2 })
        #expect(predictions.map(\.isAbstention) == (records + records).map(\.isAbstention))
        #expect(
            Set(short.map(\.group)) == Set(records.map(\.id))
                && Set(short.map(\.group)) == Set(long.map(\.group)))
        let few = try await Workplace().run(text(samples: 2))
        #expect(
            few.evaluations[0].scoring?.hasPrefix("2 of the \(records.count) questions, scored by")
                == true)
    }

    @Test func `a judge says which answers are right, and what it does not say is wrong and shown`()
        async throws
    {
        let place = Workplace()
        _ = try await place.run(text())
        let down = judge.replacing("/v1\"}", with: "/v1\", attempts: 1}")
            .replacing("judge.cache, cache-only: true", with: "down.cache")
        let fault = await #expect(throws: TeacherError.self) { _ = try await place.run(text(down)) }
        #expect(fault?.description.contains("nothing answers there") == true, "\(String(describing: fault))")
        let task = try #require(try place.materials(text()).evaluationTasks[0] as? any JudgedTask)
        let predictions = try place.predictions("plain", text()) + place.predictions("newest", text())
        let options = try TeacherOptions(maximumTokens: 10)
        var right: [String: Bool] = [:]
        do {
            let cache = try AnswerCache(folder.appendingPathComponent("judge.cache"))
            for (index, prediction) in predictions.enumerated() {
                let message = TeacherMessage(.user, try task.judgeRequest(for: prediction))
                let isLost = index == 0
                let request = TeacherRequest(model: "strict", messages: [message], options: options)
                let isRight = try cache.answer(to: request).map { $0.text == "Yes." } ?? (index % 3 == 1)
                try cache.keep(
                    TeacherAnswer(text: isRight ? "Yes." : "no", ending: isLost ? .contentFilter : .finished),
                    to: request)
                if prediction.run == predictions[0].run { right[prediction.prompt] = isRight && !isLost }
            }
        }
        var answered = 0
        let results = try await place.run(text(judge), isResuming: true) { event in
            if case .answered = event { answered += 1 }
            return false
        }
        #expect(answered == 0, "predictions that are there are not made again for a judge")
        let evaluation = results.evaluations[0]
        #expect(evaluation.scoring == "judged by endpoint:strict")
        let rows = evaluation.rows.filter { $0.column == "plain" && $0.kind == nil }
        let expected = right.values.count { $0 }
        let found = rows.reduce(0) { $0 + $1.score.value * Double($1.answers) }
        #expect(Int(found.rounded()) == expected)
        #expect(rows.reduce(0) { $0 + $1.parseFailures } >= 1)
        // Everything is there, also when the cache is gone.
        try FileManager.default.removeItem(at: folder.appendingPathComponent("judge.cache"))
        #expect(try await place.run(text(judge)) == results)
        // Other prompts make another judge, whose verdicts are not there.
        try write(Self.evaluation.replacing("facts", with: "truths"), to: "checkout/src/evaluation/evaluate_qa.py")
        await #expect(throws: TeacherError.self) { _ = try await place.run(text(judge)) }
        try write(Self.evaluation, to: "checkout/src/evaluation/evaluate_qa.py")
        #expect(try await place.run(text(judge), isResuming: true) == results)
    }

    @Test func `a verdict on another answer to the same prompt is none`() async throws {
        let place = Workplace()
        _ = try await place.run(text())
        let record = try #require(try place.predictions("plain", text()).first)
        let verdict = JudgeVerdict(prompt: record.prompt, answer: record.text, judge: "j", reply: "yes")
        #expect(verdict.isAbout(record))
        var other = record
        other.text += "?"
        #expect(!verdict.isAbout(other))
    }

    @Test func `what cannot be is refused before anything runs`() throws {
        let place = Workplace()
        func problem(_ text: String) -> String {
            "\(#expect(throws: (any Error).self) { try place.materials(text) }.map { "\($0)" } ?? "")"
        }
        #expect(problem(text(", depths: [0.5]")).contains("depths cannot be chosen"))
        #expect(problem(text(samples: 1000)).contains("has \(records.count) questions"))
        #expect(
            problem(text().replacing("lengths: [1203, 4003]", with: "lengths: [1003]")).contains(
                "no room"))
        #expect(problem(text(", split: design")).contains("the task has no splits"))
        #expect(problem(text(", probe: {samples: 2}")).contains("no split that a probe could be fitted on"))
        let calibrated = text() + "\ncalibrate: {task: longmemeval, file: a, length: 9, samples: 1}"
        #expect(problem(calibrated).contains("which is evaluated on"))
        let plain = text(judge).replacing("templates: \(folder.path)/checkout, ", with: "")
        #expect(problem(plain).contains("'task: longmemeval' with 'templates'"))
        let nobody = judge.replacing("model: strict, ", with: "")
        #expect(problem(text(nobody)).contains("model: a server has to be told which model to ask"))
        let trained = text().replacing(
            "strategies:",
            with: "data: {task: longmemeval, file: a, length: 9}\ntrain: [{steps: 1}]\nstrategies:")
        #expect(problem(trained).contains("evaluated on and not trained on"))
    }

    @Test func `file and prompt enter the identity of an evaluation, and its judge does not`() throws {
        let place = Workplace()
        func identity(_ text: String) throws -> ContentHash {
            try place.materials(text).plan.evaluations[0].identity
        }
        let first = try identity(text())
        #expect(try identity(text(judge)) == first)
        try write(Self.evaluation.replacing("facts", with: "truths"), to: "checkout/src/evaluation/evaluate_qa.py")
        #expect(try identity(text(judge)) == first)
        let generation = Self.generation.replacing("Chats", with: "History")
        try write(generation, to: "checkout/src/generation/run_generation.py")
        #expect(try identity(text()) != first)
        try write(Self.generation, to: "checkout/src/generation/run_generation.py")
        #expect(try identity(text()) == first)
        var changed = records
        changed[0].answer = "something else"
        try write(changed, to: "history.json")
        #expect(try identity(text()) != first)
    }
}
