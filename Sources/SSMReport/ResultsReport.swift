package import SSMRecord

/// The results of an experiment as a person reads them: one page of text or Markdown, and the rows as CSV.
package struct ResultsReport: Sendable {
    private let results: Results

    /// The report of some results.
    package init(_ results: Results) {
        self.results = results
    }

    /// The page as text: the gate, the endpoint, one table for each evaluation, and the learning rates that were tried.
    ///
    /// - Parameters:
    ///   - isTerminal: whether the best cells are bold.
    ///   - isDetailed: whether tables of seeds, depths and layers follow.
    package func text(isTerminal: Bool, isDetailed: Bool = false) -> String {
        page(title: results.experiment, isDetailed: isDetailed) { $0.text(isTerminal: isTerminal) }
    }

    /// The page in Markdown, with all details.
    package var markdown: String {
        page(title: "# " + results.experiment, isDetailed: true, \.markdown)
    }

    /// All rows as comma-separated values, one line each, with everything that was measured.
    package var csv: String {
        ResultRowsTable(results).table.csv
    }

    /// Every table in LaTeX, for the package booktabs.
    package var latex: String {
        let tables =
            [results.primary.isEmpty ? nil : primaryTable].compactMap(\.self)
            + results.evaluations.flatMap { evaluation -> [ReportTable] in
                let tables = EvaluationTables(evaluation, seeds: results.seeds)
                return [tables.summary] + tables.details
            } + TuningTables(results.tuning).all
        return ReportTable.latexHead + tables.map(\.latex).joined(separator: "\n")
    }

    private func page(title: String, isDetailed: Bool, _ written: (ReportTable) -> String) -> String {
        var parts = [title]
        if let question = results.question { parts.append("Question: \(question)") }
        if let claim = results.claim { parts.append("Claim, named beforehand: \(claim)") }
        if !results.gate.isEmpty { parts.append(gateText) }
        if !results.primary.isEmpty { parts.append(written(primaryTable)) }
        for evaluation in results.evaluations {
            let tables = EvaluationTables(evaluation, seeds: results.seeds)
            parts.append(written(tables.summary))
            if isDetailed { parts += tables.details.map(written) }
        }
        parts += TuningTables(results.tuning).all.map(written)
        return parts.map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }.joined(separator: "\n")
    }

    /// Whether the gate is met, and each condition that it has.
    private var gateText: String {
        "Gate \(gateVerdict)\n" + gateConditions.map { "  - \($0)" }.joined(separator: "\n")
    }

    /// Each condition of the gate and what was measured.
    var gateConditions: [String] {
        results.gate.map { verdict in
            let score = verdict.score.map(NumberText.share) ?? "not measured"
            let word = verdict.isMet.map { $0 ? "met" : "NOT met" } ?? "open"
            return "\(verdict.column) at \(verdict.length) \(verdict.bound): \(score), \(word)"
        }
    }

    /// The verdict in words; of a claim only when the experiment has one.
    var gateVerdict: String {
        let failed = results.gate.filter { $0.isMet == false }
        if results.isGateMet { return results.claim == nil ? "met" : "met: the claim can be tested" }
        guard !failed.isEmpty else { return "open: not everything that it needs was measured" }
        // A score below a lower bound is a task not learnt; one above an upper bound leaves no fault to repair.
        let reason =
            failed.contains { $0.bound.hasPrefix(">") }
            ? "the model has not learnt the task" : "there is nothing to repair"
        let subject = results.claim == nil ? "the experiment's question" : "the claim"
        return "not met: \(reason), so the columns below say nothing about \(subject)"
    }

    /// The endpoint of each column.
    var primaryTable: ReportTable {
        let endpoint = results.primary.first?.endpoint ?? ""
        let claim = results.isGateMet ? "" : " (not evidence: the gate is not met)"
        var table = ReportTable(
            title: "Primary endpoint: \(endpoint)\(claim)", header: ["column", "score", "95 %", "difference", "95 %"])
        let best = results.primary.map(\.score.value).max()
        for result in results.primary {
            table.append([
                .init(result.column), .init(NumberText.share(result.score.value), isBest: result.score.value == best),
                .init(result.score.intervalText),
                .init(
                    result.difference.map { NumberText.difference($0.value) } ?? "", verdict: .init(result.difference)),
                .init(result.difference?.signedIntervalText ?? ""),
            ])
        }
        return table
    }
}

extension Estimate {
    var intervalText: String { "[\(NumberText.share(low)), \(NumberText.share(high))]" }
    var signedIntervalText: String { "[\(NumberText.difference(low)), \(NumberText.difference(high))]" }
}
