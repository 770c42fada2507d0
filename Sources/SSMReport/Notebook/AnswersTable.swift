import Foundation
import SSMEval
import SSMRecord
import SSMStore

/// One row for each answer: what it is about, whether it is right, and what it cost. Texts and fractions are numbered.
struct AnswersTable {
    private var rows: [Row] = []
    private var columns = FirstOrderIndex<String>()
    private var contexts = FirstOrderIndex<String>()
    private var prompts = FirstOrderIndex<String>()
    private var kinds = FirstOrderIndex<String>()
    private var depths = FirstOrderIndex<Double>()
    private var chances = FirstOrderIndex<Double>()

    /// All answers that the results of a run are made from.
    ///
    /// - Throws: `NotebookError`, `RecordError`.
    init(_ run: ExportedRun) throws {
        for column in run.results.evaluations.flatMap(\.rows).map(\.column) { _ = columns.number(of: column) }
        for source in run.sources.answering {
            for record in try run.predictions(of: source) { append(record, of: source) }
        }
    }

    /// Whether there are depths to compare.
    var hasDepths: Bool { depths.values.count > 1 }
    /// Whether there are kinds of questions to compare.
    var hasKinds: Bool { kinds.values.count > 1 || rows.contains { $0.isAbstention == 1 } }
    /// Whether there is any answer.
    var isEmpty: Bool { rows.isEmpty }

    private struct Row {
        let evaluation, column, seed, length, depth, context, prompt, kind, isAbstention, isRight, isParsed: Int64
        let chance, passes, rows, bytes: Int64
    }

    /// The datasets of the file, each a list with an entry a row.
    private static let datasets: [(name: String, value: @Sendable (Row) -> Int64)] = [
        ("evaluation", \.evaluation), ("column", \.column), ("seed", \.seed), ("length", \.length), ("depth", \.depth),
        ("context", \.context), ("prompt", \.prompt), ("kind", \.kind), ("abstention", \.isAbstention),
        ("right", \.isRight), ("parsed", \.isParsed), ("chance", \.chance), ("passes", \.passes), ("rows", \.rows),
        ("bytes", \.bytes),
    ]

    /// What the numbers stand for.
    private struct Names: Encodable {
        let columns, contexts, kinds: [String]
        let depths, chances: [Double]
    }

    private mutating func append(_ record: PredictionRecord, of source: ResultSources.Answering) {
        let score = record.score
        func flag(_ value: Bool) -> Int64 { value ? 1 : 0 }
        // -1, the last entry of what a number stands for: nothing.
        rows.append(
            Row(
                evaluation: Int64(source.evaluation), column: Int64(columns.number(of: source.column)),
                seed: Int64(bitPattern: source.seed), length: Int64(record.length),
                depth: record.depth.map { Int64(depths.number(of: $0)) } ?? -1,
                context: Int64(contexts.number(of: record.group)), prompt: Int64(prompts.number(of: record.prompt)),
                kind: record.kind.map { Int64(kinds.number(of: $0)) } ?? -1,
                isAbstention: flag(record.isAbstention == true), isRight: flag(score.isRight),
                isParsed: flag(score.isParsed), chance: Int64(chances.number(of: record.chance)),
                passes: Int64(record.cost.passes), rows: Int64(record.cost.rows), bytes: Int64(record.cost.peakBytes)))
    }

    /// Writes the table.
    ///
    /// - Throws: `StoreError`.
    func write(to url: URL) throws {
        let writer = try HDF5Writer(creating: url)
        for (name, value) in Self.datasets {
            try writer.createIntegers("answers/\(name)")
            try writer.append(rows.map(value), to: "answers/\(name)")
        }
        let names = Names(
            columns: columns.values, contexts: contexts.values, kinds: kinds.values, depths: depths.values,
            chances: chances.values)
        try writer.write(canonicalJSON(of: names), to: "names")
        try writer.set(.integer(1), named: "format-version")
        try writer.finish()
    }
}
