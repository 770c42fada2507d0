import Foundation
import SSMContext
import SSMEval
import SSMRecord
import SSMReport
import SSMTrain
import Testing

struct RunReportTests {
    @Test
    func `a page shows question, verdict, tables, figures, notes and provenance, and the same input the same bytes`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let run = try RunFixture(folder.url)
            try run.writeResults()
            try run.writeTraining()
            try run.writePredictions()
            let page = try await run.page()
            for piece in [
                "Does it?", "It does.", "Gate met", "Primary endpoint", "accuracy by length", "n 20", "Answers to some",
                "<mark>417</mark>", "1 empty note", "Loss in the stage base", "experiment: does-it", "OpenBLAS Zen",
                "figures/report/1-passkey-accuracy",
            ] {
                #expect(page.contains(piece), "the page lacks '\(piece)'")
            }
            #expect(page.components(separatedBy: "<svg").count == 5, "curves, two columns by depth, training")
            #expect(try await run.page() == page)
            for form in ["txt", "md", "csv", "tex"] {
                #expect(FileManager.default.fileExists(atPath: folder.child("table.\(form)").path))
            }
        }
    }

    @Test func `nothing on the page comes from outside, and only what is hashed runs`() async throws {
        try await TemporaryFolder.with { folder in
            let run = try RunFixture(folder.url)
            try run.writeResults()
            let page = try await run.page()
            #expect(page.contains("default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-"))
            #expect(!page.contains("unsafe"))
            for forbidden in [
                #/\son[a-z]+\s*=/#, #/\sstyle\s*=/#, #/(?:src|href)="(?!#|data:)/#, #/@import|url\(http/#,
            ] {
                let found = page.firstMatch(of: forbidden)
                #expect(found == nil, "\(page[(found?.range.lowerBound ?? page.endIndex)...].prefix(80))")
            }
            #expect(
                page.components(separatedBy: "<script").count == 2 && page.components(separatedBy: "<style").count == 2)
        }
    }

    @Test func `texts of models and experiments are texts`() async throws {
        try await TemporaryFolder.with { folder in
            let hostile = "<script>alert(1)</script>'\"&{{name}}</style>"
            let run = try RunFixture(folder.url, column: hostile)
            try run.writeResults()
            try run.writePredictions(answer: hostile + " 417")
            let page = try await run.page()
            #expect(!page.contains("<script>alert") && !page.contains("</style>'"))
            #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&#39;&quot;&amp;{{name}}&lt;/style&gt;"))
        }
    }

    @Test func `what failed is shown as failed, and a run without results has a page`() async throws {
        try await TemporaryFolder.with { folder in
            let run = try RunFixture(folder.url)
            try run.write(
                RunState(.failed, title: "train base, seed 0", error: "the loss is not finite"), stage: "aa")
            try run.write(RunState(.running, title: "train base, seed 1"), stage: "bb")
            let page = try await run.page()
            #expect(page.contains("Runs: 1 failed, 1 not finished") && page.contains("the loss is not finite"))
            #expect(page.contains("running, or killed") && page.contains("Nothing is scored yet"))
            #expect(!FileManager.default.fileExists(atPath: folder.child("table.txt").path))
        }
    }

    @Test func `an experiment without gate, claim, depths and training has a page without their parts`() async throws {
        try await TemporaryFolder.with { folder in
            let run = try RunFixture(folder.url)
            var results = run.results
            (results.claim, results.question, results.gate, results.primary) = (nil, nil, [], [])
            results.evaluations[0].rows.removeAll { $0.depth != nil || $0.length != 128 }
            try run.write(results)
            let page = try await run.page()
            for absent in ["Gate", "Claim", "Primary", "<svg", "Training</h2>", "by length and depth", "Answers to"] {
                #expect(!page.contains(absent), "the page has '\(absent)'")
            }
            #expect(page.contains("Scores, intervals, cost"))
        }
    }

    @Test func `without gnuplot the page says so and has everything else`() async throws {
        try await TemporaryFolder.with { folder in
            let run = try RunFixture(folder.url)
            try run.writeResults()
            let report = try RunReport(on: folder.url, gnuplot: Gnuplot(program: "gnuplot-that-nobody-has"))
            #expect(try await report.write() == [.gnuplotMissing(program: "gnuplot-that-nobody-has")])
            let page = try String(contentsOf: report.page, encoding: .utf8)
            #expect(page.contains("gnuplot-nox") && page.contains("This figure is not drawn") && !page.contains("<svg"))
            #expect(page.contains("Scores, intervals, cost"))
            #expect(FileManager.default.fileExists(atPath: folder.child("figures/report/1-passkey-accuracy.gp").path))
        }
    }

    @Test func `figures that other commands left are on the page, and several runs share one`() async throws {
        try await TemporaryFolder.with { folder in
            let runs = try [RunFixture(folder.child("a")), RunFixture(folder.child("b"))]
            let image = folder.child("a/figures/sample-0")
            try FileManager.default.createDirectory(at: image, withIntermediateDirectories: true)
            let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            try Data(signature + Array("no more".utf8)).write(to: image.appendingPathComponent("mamba-raw.png"))
            try Data("no drawing".utf8).write(to: image.appendingPathComponent("secret.png"))
            var reports: [(report: RunReport, problems: [FigureProblem])] = []
            for run in runs {
                try run.writeResults()
                let report = try RunReport(on: run.url)
                reports.append((report, try await report.write()))
            }
            try RunReport.write(reports, to: folder.child("all.html"))
            let page = try String(contentsOf: folder.child("all.html"), encoding: .utf8)
            #expect(page.contains("2 experiments") && page.contains("<a href=\"#run2\">does-it</a>"))
            #expect(page.contains("<h3>figures/sample-0</h3>") && page.contains("alt=\"mamba-raw\""))
            #expect(!page.contains("alt=\"secret\""))
            let ids = page.matches(of: #/\sid=["']([^"']+)["']/#).map { String($0.output.1) }
            #expect(Set(ids).count == ids.count, "ids that are there twice")
        }
    }

    @Test func `how far layers look back is drawn, a curve a column, and evidence where it is marked`() async throws {
        try await TemporaryFolder.with { folder in
            let hostile = "a 'b' $x_1$ <i>\u{1B}[31m"
            let run = try RunFixture(folder.url, column: hostile)
            var results = run.results
            results.evaluations[0].diagnostics = RunFixture.diagnostics(of: ["mamba", hostile])
            try run.write(results)
            let page = try await run.page()
            #expect(
                page.contains("How far layers look back</h3>") && page.contains("3 contexts of each length, seed 0."))
            // Accuracy, two columns by depth; the distances of two layers, and the evidence of one.
            #expect(page.components(separatedBy: "<svg").count == 7)
            #expect(!page.contains("<i>") && !page.contains("\u{1B}"))
            let data = try String(
                contentsOf: folder.child("figures/report/1-passkey-reach-1-distance.dat"), encoding: .utf8)
            #expect(data.contains("128.0 26.6 26.1 27.1\n512.0 103.4 102.9 103.9\n"), "\(data)")
            #expect(data.contains("128.0 27.6 27.1 28.1\n512.0 104.4 103.9 104.9\n"), "\(data)")
            #expect(data.contains("# all alike\n128.0 63.5 NaN NaN\n512.0 255.5 NaN NaN"), "\(data)")
            let script = try String(
                contentsOf: folder.child("figures/report/1-passkey-reach-1-distance.gp"), encoding: .utf8)
            #expect(script.contains("title 'a ''b'' $x_1$ <i> [31m'") && script.contains("noenhanced"), "\(script)")
            // Many layers: some of them, the first and the last among these.
            results.evaluations[0].diagnostics = RunFixture.diagnostics(of: ["mamba"], layers: 24)
            try run.write(results)
            let many = try await run.page()
            #expect(many.contains("4 of 24 layers; the table has all."))
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.child("figures/report").path)
            let layers = names.filter { $0.hasSuffix("-distance.svg") }.sorted()
            #expect(layers == [0, 15, 23, 7].map { "1-passkey-reach-\($0)-distance.svg" })
        }
    }

    @Test func `figures of a column that has another name now are removed, and nothing else`() async throws {
        try await TemporaryFolder.with { folder in
            let old = try RunFixture(folder.url, column: "old")
            try old.writeResults()
            _ = try await old.page()
            let figures = folder.child("figures/report")
            let script = try String(
                contentsOf: figures.appendingPathComponent("1-passkey-depth-2-old.gp"), encoding: .utf8)
            for (name, text) in [("mine.gp", script), ("note.gp", "plot x"), ("mine.svg", ""), ("other.dat", "1")] {
                try Data(text.utf8).write(to: figures.appendingPathComponent(name))
            }
            let new = try RunFixture(folder.url, column: "new")
            try new.writeResults()
            let page = try await new.page()
            #expect(!page.contains("old"))
            let names = try FileManager.default.contentsOfDirectory(atPath: figures.path)
            #expect(!names.contains { $0.contains("-old.") }, "\(names)")
            #expect(Set(names).isSuperset(of: ["mine.gp", "note.gp", "mine.svg", "other.dat"]), "\(names)")
            #expect(names.contains("1-passkey-depth-2-new.pdf") && names.contains("1-passkey-accuracy.gp"))
        }
    }

    @Test func `samples are those that the results are made from, whatever the evaluation is called now`() async throws
    {
        try await TemporaryFolder.with { folder in
            let run = try RunFixture(folder.url)
            try run.writePredictions()
            var results = run.results
            results.evaluations[0].task = "renamed"
            try run.write(results)
            #expect(try await run.page().contains("What is the passkey?"))
            results.sources?.answering.removeAll { $0.column == "rwr" }
            results.sources?.answering[0].evaluation = 1
            try run.write(results)
            #expect(try await !run.page().contains("What is the passkey?"))
            results.sources = nil
            try run.write(results)
            let page = try await run.page()
            #expect(page.contains("No answers are shown: results.json") && !page.contains("What is the passkey?"))
        }
    }

    @Test func `training of stages that the run does not consist of, such as copied ones, is not drawn`() async throws {
        try await TemporaryFolder.with { folder in
            let run = try RunFixture(folder.url)
            try run.writeTraining()
            func losses() throws -> String {
                try String(contentsOf: folder.child("figures/report/training-base.dat"), encoding: .utf8)
            }
            _ = try await run.page()
            let both = try losses()
            #expect(both.contains("10.0 0.35 0.3 0.4\n"), "\(both)")
            try run.write(plan: [PlannedFolder(folder: "stages/s1", title: "train base, seed 1")])
            _ = try await run.page()
            let planned = try losses()
            #expect(planned.contains("10.0 0.4 NaN NaN\n"), "\(planned)")
        }
    }

    @Test func `what has not begun is named`() async throws {
        try await TemporaryFolder.with { folder in
            let run = try RunFixture(folder.url)
            try run.write(RunState(.finished, title: "train base, seed 0"), stage: "aa")
            try run.write(plan: [
                PlannedFolder(folder: "stages/aa", title: "train base, seed 0"),
                PlannedFolder(folder: "evaluations/bb", title: "mamba on passkey, seed 0"),
                PlannedFolder(folder: "evaluations/cc", title: "rwr on <passkey>, seed 0"),
            ])
            let page = try await run.page()
            #expect(page.contains("Runs: 2 not begun"))
            #expect(page.contains("mamba on passkey, seed 0</th><td class=\"label\">not begun</td>"))
            #expect(page.contains("rwr on &lt;passkey&gt;, seed 0"))
            #expect(!page.contains("train base, seed 0"))
        }
    }

    @Test(arguments: [
        ("\"seeds\" : [", "\"seeds\" : {\"a\": 1}, \"x\" : [", "'seeds' is not a list"),
        ("\"length\" : 128", "\"length\" : \"long\"", "'evaluations[0].rows[0].length' is not a whole number"),
        ("\"chance\"", "\"chances\"", "the key 'evaluations[0].rows[0].chance' is missing"),
        ("{", "", "it is no JSON"),
    ])
    func `broken results are an error that names the file and the key`(
        _ part: String, _ other: String, _ words: String
    ) async throws {
        try await TemporaryFolder.with { folder in
            let run = try RunFixture(folder.url)
            try run.writeResults()
            let file = folder.child("results.json")
            let text = try String(contentsOf: file, encoding: .utf8)
            let range = try #require(text.range(of: part))
            try Data(text.replacingCharacters(in: range, with: other).utf8).write(to: file)
            let error = #expect(throws: RecordError.self) { try RunReport(on: folder.url) }
            let said = try #require(error).description
            #expect(said.hasSuffix("results.json: \(words)"), "\(said)")
            #expect(!said.contains("DecodingError") && !said.contains("CodingKeys"))
        }
    }

    @Test func `another folder is refused`() throws {
        let error = #expect(throws: RecordError.self) { try RunReport(on: FileManager.default.temporaryDirectory) }
        #expect(error?.description.contains("no folder of an experiment") == true)
    }
}
