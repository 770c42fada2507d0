import Foundation
import SSMRecord

/// An experiment as the page shows it.
struct RunView {
    /// The gate and its verdict.
    struct Gate {
        /// The class.
        let tone: String
        let verdict: String
        let conditions: [Line]
    }

    /// A line of text.
    struct Line {
        let text: String
    }

    /// What is not finished.
    struct Failures {
        /// One run.
        struct Row {
            let run: String
            let state: String
            let message: String
        }

        let heading: String
        let rows: [Row]
    }

    /// A name and what it stands for.
    struct Fact {
        let name: String
        let value: String
    }

    /// Figures and tables of training.
    struct Training {
        let figures: [FigureView]
        let tuning: [TableView]
    }

    let id: String
    let name: String
    let question: String?
    let claim: String?
    let gate: Gate?
    let failures: Failures?
    let problems: [Line]
    let isUnscored: Bool
    let endpoint: TableView?
    let evaluations: [EvaluationView]
    let training: Training?
    let maps: MapsView?
    let facts: [Fact]
    let configuration: String?

    /// - Parameter id: what makes its ids the page's only ones.
    /// - Throws: `RecordError` for predictions that cannot be read.
    init(_ report: RunReport, problems: [FigureProblem], id: String) throws(RecordError) {
        let run = report.run
        self.id = id
        name = run.experiment
        question = run.results?.question
        claim = run.results?.claim
        gate = run.results.flatMap(Self.gate)
        failures = Self.failures(of: run)
        self.problems = (problems.map(\.description) + Self.gaps(run)).map { Line(text: $0) }
        isUnscored = run.results == nil
        endpoint = run.results.flatMap { $0.primary.isEmpty ? nil : TableView(ResultsReport($0).primaryTable) }
        var evaluations: [EvaluationView] = []
        for (index, figures) in report.evaluations.enumerated() {
            evaluations.append(try EvaluationView(figures, report: report, id: "\(id)-\(index + 1)"))
        }
        self.evaluations = evaluations
        let curves = report.training.enumerated().map { index, figure in
            FigureView(figure, in: report.figures, prefix: "\(id)-t\(index + 1)-")
        }
        let tuning = TuningTables(run.results?.tuning ?? []).all.map(TableView.init)
        training = curves.isEmpty && tuning.isEmpty ? nil : Training(figures: curves, tuning: tuning)
        let maps = try MapFigures(in: run.url)
        self.maps = maps.groups.isEmpty ? nil : MapsView(maps)
        facts = Self.facts(of: run)
        configuration = run.configuration
    }

    private static func gate(of results: Results) -> Gate? {
        guard !results.gate.isEmpty else { return nil }
        let report = ResultsReport(results)
        let isUnmet = results.gate.contains { $0.isMet == false }
        return Gate(
            tone: results.isGateMet ? "met" : isUnmet ? "unmet" : "open", verdict: report.gateVerdict,
            conditions: report.gateConditions.map(Line.init))
    }

    /// What the page cannot show of the results of an earlier version.
    private static func gaps(_ run: RecordedRun) -> [String] {
        guard let results = run.results, results.sources == nil, !results.evaluations.isEmpty else { return [] }
        return [
            "No answers are shown: results.json does not say which runs it is made from. `ssmlab run` writes it anew, and "
                + "what is finished is not run again."
        ]
    }

    private static func failures(of run: RecordedRun) -> Failures? {
        let unfinished = run.unfinished
        guard !unfinished.isEmpty || !run.missing.isEmpty else { return nil }
        let rows = unfinished.map { part in
            Failures.Row(
                run: part.state.title + (run.isEarlier(part) ? " (of an earlier configuration)" : ""),
                // Nobody holds the folder here: a run that works and one that was killed look alike.
                state: part.state.phase == .running ? "running, or killed" : part.state.phase.rawValue,
                message: part.state.error ?? "")
        }
        let failed = unfinished.count { $0.state.phase == .failed }
        let open = unfinished.count - failed
        let words = [(failed, "failed"), (open, "not finished"), (run.missing.count, "not begun")]
            .filter { $0.0 > 0 }.map { "\($0) \($1)" }
        let missing = run.missing.map { Failures.Row(run: $0, state: "not begun", message: "") }
        return Failures(heading: "Runs: " + words.joined(separator: ", "), rows: rows + missing)
    }

    private static func facts(of run: RecordedRun) -> [Fact] {
        let provenance = run.provenance
        let finished = (run.stages + run.evaluations).filter { $0.state.phase == .finished }
        let seconds = finished.map(\.state.seconds).reduce(0, +)
        let facts: [(name: String, value: String?)] = [
            ("seeds", provenance.seeds.map(String.init).joined(separator: ", ")),
            ("overrides", provenance.overrides.isEmpty ? nil : provenance.overrides.joined(separator: " ")),
            ("runs", "\(run.stages.count) of training, \(run.evaluations.count) of evaluation"),
            ("time", NumberText.duration(seconds)),
            ("configuration", provenance.configuration.hexadecimal),
            ("program", provenance.program), ("commit", provenance.commit), ("begun", provenance.date),
            ("machine", provenance.cpu),
            ("arithmetic", "\(provenance.simdPath), OpenBLAS \(provenance.blasCore), workers: \(provenance.workers)"),
        ]
        let data = (provenance.data ?? [:]).sorted { $0.key < $1.key }.map { Fact(name: $0.key, value: $0.value) }
        return facts.compactMap { fact in fact.value.map { Fact(name: fact.name, value: $0) } } + data
    }
}
