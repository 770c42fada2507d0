import Foundation
import SSMAnalysis
import SSMContext
import SSMRecord
import SSMReport
import Testing

struct ReportTableTests {
    private var table: ReportTable {
        var table = ReportTable(title: "Scores", header: ["column", "256", "2048"])
        table.append(["mamba", "1.00", ReportTable.Cell("0.10")])
        table.append(["a|b, \"c\"", "0.9", ReportTable.Cell("0.75", isBest: true)])
        return table
    }

    @Test func `text is aligned and without escapes away from a terminal`() {
        #expect(
            table.text(isTerminal: false) == """
                Scores

                column     256  2048
                --------  ----  ----
                mamba     1.00  0.10
                a|b, "c"   0.9  0.75

                """)
    }

    @Test func `names stay on their lines and cannot speak to a terminal`() {
        var table = ReportTable(title: "a\u{1B}[2Jb", header: ["c\nd", "\u{7}e\u{2028}f"])
        table.append(["g\r\n\u{9B}31mh", "1\u{0}"])
        #expect(table.csv == "c d, e f\ng   31mh,1 \n")
        for text in [table.text(isTerminal: true), table.markdown, table.latex, table.csv] {
            let controls = text.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
            #expect(controls.isEmpty, "\(text)")
        }
        #expect(table.markdown.contains("| g   31mh | 1  |") && table.markdown.hasPrefix("**a [2Jb**"))
    }

    @Test func `the best cell is bold on a terminal, and its column stays aligned`() {
        let text = table.text(isTerminal: true)
        #expect(text.contains("0.9  \u{1B}[1m0.75\u{1B}[0m\n"))
        #expect(text.replacing("\u{1B}[1m", with: "").replacing("\u{1B}[0m", with: "") == table.text(isTerminal: false))
    }

    @Test func `Markdown escapes bars and CSV quotes commas and quotes`() {
        #expect(table.markdown.contains("| a\\|b, \"c\" | 0.9 | **0.75** |"))
        #expect(table.csv == "column,256,2048\nmamba,1.00,0.10\n\"a|b, \"\"c\"\"\",0.9,0.75\n")
    }
}

struct ResultsReportTests {
    private func row(
        _ column: String, _ length: Int, _ score: Double, seed: UInt64? = nil, depth: Double? = nil,
        difference: Double? = nil, survival: [EvidenceSurvival] = []
    ) -> ResultRow {
        ResultRow(
            column: column, seed: seed, length: length, depth: depth, answers: 160, contexts: 20, seeds: 2, chance: 0.1,
            score: Estimate(score, low: score - 0.05, high: score + 0.05),
            difference: difference.map { Estimate($0, low: $0 - 0.1, high: $0 + 0.1) }, parseFailures: 0,
            survival: survival, cost: RowCost(passes: 160, rows: 81_920, seconds: 125, peakBytes: 2_500_000))
    }

    private func diagnostics() throws -> StateDiagnostics {
        let lanes = try #require(Quantiles([1, 4.56, 7]))
        let quantiles = String(decoding: try JSONEncoder().encode(lanes), as: UTF8.self)
        let early = try #require(Quantiles([0.5, 1.25, 3]))
        let training = String(decoding: try JSONEncoder().encode(early), as: UTF8.self)
        let sums = """
            {"layer": 2, "n": 1, "trainingLength": 256, "meanLength": 512, "overTrainingLength": \(training),
            "overWholeLength": \(quantiles)}
            """
        return StateDiagnostics(
            length: 2048, contexts: 4, stepSums: [try JSONDecoder().decode(StepSums.self, from: Data(sums.utf8))],
            stateNorms: [])
    }

    private func results(isMet: Bool?) throws -> Results {
        let survival = EvidenceSurvival.summarize([
            [
                LayerRetention(
                    owner: "decimamba", layer: 2, rows: 100, kept: 25, evidence: 10, evidenceKept: 9, evidenceRank: 0.05
                )
            ]
        ])
        return Results(
            experiment: "does-it", question: "Does it?", claim: "It does.", seeds: [0, 1],
            evaluations: [
                EvaluationResults(
                    task: "passkey", asking: "prompt", baseline: "mamba",
                    rows: [
                        row("mamba", 256, 0.99), row("mamba", 2048, 0.5), row("mamba", 2048, 0.4, seed: 0),
                        row("mamba", 2048, 0.6, seed: 1),
                        row("decimamba", 256, 0.98, difference: -0.01, survival: survival),
                        row("decimamba", 2048, 0.8, difference: 0.3, survival: survival),
                    ], diagnostics: [ColumnDiagnostics(column: "decimamba", seed: 0, lengths: [try diagnostics()])])
            ],
            gate: [
                GateVerdict(
                    column: "mamba", length: 256, bound: ">= 0.95", score: isMet == nil ? nil : 0.99, isMet: isMet)
            ],
            primary: [
                PrimaryResult(
                    column: "mamba", endpoint: "accuracy over lengths 512-4096",
                    score: Estimate(0.5, low: 0.4, high: 0.6),
                    difference: nil)
            ])
    }

    @Test func `a page states scores, intervals, counts, differences, survival and cost`() throws {
        let page = ResultsReport(try results(isMet: true)).text(isTerminal: false)
        for piece in [
            "Question: Does it?", "Claim, named beforehand: It does.", "Gate met", "chance", "unparsed",
            "        decimamba      0.80  [0.75, 0.85]  \u{2191} +0.30 [+0.20, +0.40]   0.100  160/20/2",
            "steps: sum over the whole context / over its rows within the training length",
            "; seed 0, 4 contexts\n", "0.25      0.90  0.05  4.56 / 1.25  81.9k  2 min 05 s  2.5 MB",
        ] {
            #expect(page.contains(piece), "the page lacks '\(piece)':\n\(page)")
        }
        #expect(!page.contains("\u{1B}"))
        #expect(page.components(separatedBy: "passkey, ").count == 2)
    }

    @Test func `details show seeds and layers`() throws {
        let report = ResultsReport(try results(isMet: true))
        let page = report.text(isTerminal: false, isDetailed: true)
        for piece in ["mamba, 1", "0.90 / 0.25 / 0.05", "decimamba, 2", "4.56 / 1.25 / 7.00"] {
            #expect(page.contains(piece), "the page lacks '\(piece)':\n\(page)")
        }
        #expect(report.markdown.contains("| mamba, 1 |"))
    }

    @Test func `a gate that is not met silences the claim`() throws {
        let failed = ResultsReport(try results(isMet: false)).text(isTerminal: false)
        #expect(
            failed.contains("the model has not learnt the task, so the columns below say nothing about the claim\n"))
        #expect(!failed.contains("nothing to repair"))
        #expect(failed.contains("not evidence"))
        let open = ResultsReport(try results(isMet: nil)).text(isTerminal: false)
        #expect(open.contains("Gate open") && open.contains("not measured"))
    }

    @Test func `a model that fails nowhere leaves nothing to repair`() throws {
        var solved = try results(isMet: false)
        solved.gate[0].bound = "<= 0.7"
        let page = ResultsReport(solved).text(isTerminal: false)
        #expect(page.contains("nothing to repair") && !page.contains("has not learnt"))
    }

    @Test(arguments: [true, false])
    func `the gate of an experiment without a claim speaks of none`(isMet: Bool) throws {
        var plain = try results(isMet: isMet)
        plain.claim = nil
        let page = ResultsReport(plain).text(isTerminal: false)
        #expect(page.contains(isMet ? "Gate met\n" : "Gate not met: ") && !page.contains("claim"), "\(page)")
    }

    @Test func `a limit stands in the legend`() throws {
        var limited = try results(isMet: true)
        #expect(!ResultsReport(limited).text(isTerminal: false).contains("limited to"))
        limited.evaluations[0].limit = ContextLimit(answered: 20, contexts: 100)
        #expect(ResultsReport(limited).text(isTerminal: false).contains("\nlimited to 20 of 100 contexts\n"))
        #expect(ResultsReport(limited).markdown.contains("\nlimited to 20 of 100 contexts\n"))
    }

    @Test func `a split of the design stands in the titles and in the rows`() throws {
        var design = try results(isMet: true)
        #expect(!ResultsReport(design).markdown.contains("split"))
        design.evaluations[0].split = "design"
        let page = ResultsReport(design).text(isTerminal: false, isDetailed: true)
        #expect(page.contains("\npasskey (split design), every question a prompt of its own\n"), "\(page)")
        #expect(page.contains("\npasskey (split design): accuracy of each seed\n"))
        let lines = ResultsReport(design).csv.split(separator: "\n")
        #expect(lines[0].hasSuffix(",split") && lines[1].hasSuffix(",design"))
    }

    @Test func `what scores, and what probes read, is told`() throws {
        var judged = try results(isMet: true)
        let pooled = try #require(judged.evaluations[0].rows.first { $0.seed == nil && $0.depth == nil })
        judged.evaluations[0].scoring = "judged by endpoint:strict"
        judged.evaluations[0].probes = [
            ColumnProbes(
                column: "plain", seed: 0,
                lengths: [
                    ProbedLength(
                        length: pooled.length, fittedOn: 9, questions: 8, contexts: 4, answers: 3, answerable: 7,
                        withoutState: Estimate(0.25, low: 0.1, high: 0.4), own: Estimate(0.5, low: 0.3, high: 0.7),
                        layers: [.init(layer: 1, score: Estimate(0.75, low: 0.5, high: 0.9))])
                ])
        ]
        let page = ResultsReport(judged).markdown
        #expect(page.contains("every question a prompt of its own, judged by endpoint:strict"), "\(page)")
        #expect(page.contains("accuracy of a linear probe of the state"))
        #expect(page.contains("the chance level of a layer"))
        let lines = page.split(separator: "\n")
        for (name, score) in [
            ("no state", "0.25 [0.10, 0.40]"), ("layer 1", "0.75 [0.50, 0.90]"),
            ("its own answers", "0.50 [0.30, 0.70]"), ("n", "8 / 7 / 4 / 9"),
        ] {
            #expect(lines.contains { $0.contains("plain, seed 0, \(name) |") && $0.contains(score) }, "\(page)")
        }
        #expect(!ResultsReport(try results(isMet: true)).markdown.contains("linear probe"))
    }

    @Test func `kinds of questions stand side by side, and notes with their precision and recall`() throws {
        var kinds = try results(isMet: true)
        let pooled = try #require(kinds.evaluations[0].rows.first { $0.seed == nil && $0.depth == nil })
        for (kind, answers) in [("multi-session", 7), ("abstention", 3)] {
            var row = pooled
            row.kind = kind
            row.answers = answers
            kinds.evaluations[0].rows.append(row)
        }
        let index = try #require(kinds.evaluations[0].rows.firstIndex(of: pooled))
        kinds.evaluations[0].rows[index].notes = NoteAccuracy(precision: 0.5, recall: nil)
        let page = ResultsReport(kinds).markdown
        #expect(page.contains("| column, length | multi-session | abstention | mean of kinds | all |"), "\(page)")
        let score = NumberedScore(pooled.score)
        #expect(
            page.contains(
                "| \(pooled.column), \(pooled.length) | \(score.text) (7) | \(score.text) (3) | \(score.text.prefix(4)) "
                    + "| \(score.text) (\(pooled.answers)) |"
            ),
            "\(page)")
        #expect(page.contains("0.50 / -"), "\(page)")
        #expect(!ResultsReport(try results(isMet: true)).markdown.contains("by kind of question"))
        let lines = ResultsReport(kinds).csv.split(separator: "\n")
        #expect(
            lines.contains { $0.contains("multi-session") } && lines[0].contains(",kind,note_precision,note_recall,"))
    }

    /// A score as tables write it.
    private struct NumberedScore {
        let text: String

        init(_ score: Estimate) {
            let parts = [score.value, score.low, score.high].map { String(format: "%.2f", $0) }
            text = "\(parts[0]) [\(parts[1]), \(parts[2])]"
        }
    }

    @Test func `the rates that were tried stand below the tables`() throws {
        func tuning(_ stage: String, _ columns: [String], _ losses: [Double]) -> TuningResult {
            TuningResult(
                stage: stage, columns: columns, seed: 100, samples: 64,
                trials: zip([3e-4, 1e-3, 3e-3], losses).map { rate, loss in
                    RateTrial(learningRate: rate, loss: loss, accuracy: 1 - loss)
                })
        }
        var tuned = try results(isMet: true)
        tuned.tuning = [
            tuning("base", ["mamba", "decimamba"], [0.75, 0.5, .nan]),
            tuning("adapt", ["mamba"], [0.5, 0.25, 0.75]), tuning("adapt", ["decimamba"], [0.75, 0.5, 0.25]),
        ]
        let page = ResultsReport(tuned).text(isTerminal: false)
        #expect(
            page.hasSuffix(
                """
                Learning rates of the stage 'base', tried on seed 100: loss on 64 validation samples (accuracy)

                column                   0.0003          0.001     0.003  chosen
                ----------------  -------------  -------------  --------  ------
                mamba, decimamba  0.7500 (0.25)  0.5000 (0.50)  diverged   0.001

                chosen: the rate with the lowest loss; all seeds of the column train with it

                Learning rates of the stage 'adapt', tried on seed 100: loss on 64 validation samples (accuracy)

                column            0.0003          0.001          0.003                                 chosen
                ---------  -------------  -------------  -------------  -------------------------------------
                mamba      0.5000 (0.50)  0.2500 (0.75)  0.7500 (0.25)                                  0.001
                decimamba  0.7500 (0.25)  0.5000 (0.50)  0.2500 (0.75)  0.003, at the edge of the range tried

                chosen: the rate with the lowest loss; all seeds of the column train with it
                at the edge of the range tried: a rate beyond it may be better

                """), "\(page)")
        #expect(
            ResultsReport(tuned).markdown.contains(
                "| mamba | 0.5000 (0.50) | **0.2500 (0.75)** | 0.7500 (0.25) | 0.001 |")
        )
    }

    @Test func `the CSV has a line for every row`() throws {
        let lines = ResultsReport(try results(isMet: true)).csv.split(separator: "\n")
        #expect(lines.count == 7)
        #expect(lines[6].hasPrefix("passkey,prompt,decimamba,,2048,,160,20,2,0.1,0.8,"))
    }

    @Test func `of many columns two are named and the others counted`() {
        #expect(["a", "b", "c", "d"].listedColumns == "a, b, c, d")
        #expect(["a", "b", "c", "d", "e"].listedColumns == "a, b and 3 more")
    }
}
