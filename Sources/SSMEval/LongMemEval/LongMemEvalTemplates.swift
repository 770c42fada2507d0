package import Foundation
import SSMStore

/// The prompts of LongMemEval, read from the user's checkout: they are not part of this program.
package struct LongMemEvalTemplates: Hashable, Sendable {
    /// Asks for the answer: history, date, question.
    package let direct: PromptTemplate
    /// Asks for what is relevant, then for the answer: history, date, question.
    package let stepwise: PromptTemplate
    /// Asks for a note about one session: its date, its turns, the date, the question.
    package let note: PromptTemplate
    /// Ask a judge about question, answer and response: facts, dates, changes, preferences, abstention.
    private let judges: [PromptTemplate]

    /// The templates of a checkout.
    ///
    /// - Throws: `StoreError` for files that cannot be read; `LongMemEvalError.template` for sources without the
    ///   templates.
    package init(checkout: URL) throws {
        let generation = try Self.source(checkout.appending(path: "src/generation/run_generation.py"))
        let evaluation = try Self.source(checkout.appending(path: "src/evaluation/evaluate_qa.py"))
        try self.init(
            generation: generation.text, evaluation: evaluation.text, paths: (generation.path, evaluation.path))
    }

    /// The templates of two source texts: `run_generation.py` and `evaluate_qa.py`.
    ///
    /// - Throws: `LongMemEvalError.template`.
    package init(
        generation: String, evaluation: String, paths: (generation: String, evaluation: String)
    ) throws(LongMemEvalError) {
        // The first template of each form is the one without added facts.
        let answering = try Self.templates(
            "answer_prompt_template", in: "prepare_prompt", of: generation, path: paths.generation
        ).filter { $0.places == 3 }
        let path = paths.generation
        direct = try Self.first(answering, path, "answer_prompt_template that ends in 'Answer:'") {
            $0.ending.hasSuffix("\nAnswer:")
        }
        stepwise = try Self.first(answering, path, "answer_prompt_template that ends in 'Answer (step by step):'") {
            $0.ending.hasSuffix("\nAnswer (step by step):")
        }
        note = try Self.first(
            try Self.templates("con_prompt", in: "prepare_prompt", of: generation, path: path), path,
            "con_prompt with four places"
        ) { $0.places == 4 }
        judges = try Self.templates("template", in: "get_anscheck_prompt", of: evaluation, path: paths.evaluation)
        guard judges.count == 5, judges.allSatisfy({ $0.places == 3 }) else {
            throw .template(
                path: paths.evaluation,
                reason: "get_anscheck_prompt assigns \(judges.count) texts to template; five with three places each "
                    + "are expected")
        }
    }

    /// All that a judge can be asked, with `{}` for each place.
    var judgePrompts: String { judges.map(\.text).joined(separator: "\n") }

    /// What a judge is asked about a response to a record's question.
    package func judgeRequest(for record: LongMemEvalRecord, response: String) -> String {
        let index =
            if record.isAbstention {
                4
            } else {
                switch record.type {
                case .singleSessionUser, .singleSessionAssistant, .multiSession: 0
                case .temporalReasoning: 1
                case .knowledgeUpdate: 2
                case .singleSessionPreference: 3
                }
            }
        return judges[index].filled([record.question, record.answer, response])
    }

    private static func source(_ url: URL) throws(StoreError) -> (path: String, text: String) {
        let file = try InputFile(url)
        return (url.path, String(decoding: try file.bytes(0..<file.size), as: UTF8.self))
    }

    /// What a function assigns to a name, in order.
    private static func templates(
        _ name: String, in function: String, of source: String, path: String
    ) throws(LongMemEvalError) -> [PromptTemplate] {
        let assignments: [PythonSource.Assignment]
        do throws(PythonScanner.Failure) {
            assignments = try PythonSource(source).assignments
        } catch {
            throw .template(path: path, reason: "line \(error.line): \(error.reason)")
        }
        var templates: [PromptTemplate] = []
        for assignment in assignments where assignment.name == name && assignment.function == function {
            guard let text = assignment.text else {
                throw .template(
                    path: path, reason: "line \(assignment.line): \(name) is an f-string, which only Python can read")
            }
            templates.append(try PromptTemplate(text, path: "\(path), line \(assignment.line)"))
        }
        guard !templates.isEmpty else {
            throw .template(path: path, reason: "no text is assigned to \(name) in a function \(function)")
        }
        return templates
    }

    private static func first(
        _ templates: [PromptTemplate], _ path: String, _ what: String, where holds: (PromptTemplate) -> Bool
    ) throws(LongMemEvalError) -> PromptTemplate {
        guard let template = templates.first(where: holds) else {
            throw .template(path: path, reason: "there is no \(what)")
        }
        return template
    }
}
