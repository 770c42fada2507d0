import Foundation
import SSMLabKit
import SSMRecord
import Testing

@Suite struct ExportNotebookTests {
    private static let python = ProcessInfo.processInfo.environment["SSMLAB_PYTHON"]

    @Test func `a run becomes a notebook, small data and a line of the gallery, always with the same bytes`()
        async throws
    {
        let notebooks = try await ExportedNotebooks()
        let export = try #require(notebooks.export)
        #expect(export.status == .success, "\(export.notes)")
        let content = try ExportedNotebooks.content(of: notebooks.output)
        let data = [
            "answers.h5", "experiment.yaml", "provenance.json", "results.json", "training.h5", "maps/mamba/maps.h5",
            "dumps/_plain $x_1$ <i>-0.h5", "dumps/other-0.h5", "dumps/index.json",
        ]
        #expect(Set(content.keys).isSuperset(of: data.map { "tiny/\($0)" } + ["tiny.ipynb", "README.md"]))
        #expect(export.notes.contains("left out of the notebook") && export.notes.contains("maps/broken/maps.h5"))
        #expect(!content.keys.contains { $0.contains("broken") })
        let notebook = try String(contentsOf: notebooks.exported("tiny.ipynb"), encoding: .utf8)
        #expect(notebook.contains("## How far layers look back"))
        #expect(notebook.contains(#"dump_folder = \"tiny/dumps\""#))
        let gallery = try String(contentsOf: notebooks.exported("README.md"), encoding: .utf8)
        #expect(gallery.contains("## [tiny](tiny.ipynb)\n\n![Accuracy by length](tiny/accuracy-by-length.png)\n\n"))
        #expect(gallery.contains(#"Is \*this\* &lt;b&gt;safe&lt;/b&gt;, at \$x\_1\$ \| and \`that\`? Accuracy on"#))
        let again = notebooks.output.deletingLastPathComponent().appending(path: "again")
        let second = await InProcess("export", "notebook", notebooks.run.path, "--output", again.path)
        #expect(second.status == .success, "\(second.notes)")
        #expect(try ExportedNotebooks.content(of: again) == content)
    }

    @Test func `a dump that was cut is named and left out, also of the index beside the notebook`() async throws {
        let notebooks = try await ExportedNotebooks()
        let cut = notebooks.run.appending(path: "dumps/other-0.h5")
        try Data(contentsOf: cut).dropLast(1).write(to: cut)
        let export = await InProcess("export", "notebook", notebooks.run.path, "--output", notebooks.output.path)
        #expect(export.status == .success)
        #expect(
            export.notes.contains("left out of the notebook: ") && export.notes.contains("dumps/other-0.h5"),
            "\(export.notes)")
        let names = try FileManager.default.contentsOfDirectory(atPath: notebooks.exported("tiny/dumps").path)
        #expect(Set(names) == ["index.json", "_plain $x_1$ <i>-0.h5"])
        let index = try String(contentsOf: notebooks.exported("tiny/dumps/index.json"), encoding: .utf8)
        #expect(!index.contains("other-0.h5") && index.contains("_plain"))
    }

    @Test(.enabled(if: python != nil, "SSMLAB_PYTHON names no interpreter with nbclient"))
    func `the notebook computes the numbers of the run, and says where a report has others`() async throws {
        let notebooks = try await ExportedNotebooks()
        let results = notebooks.run.appending(path: "results.json")
        #expect(try check(notebooks, results) == "compared 26 rows and 2 endpoints; 0 shown to disagree; 17 figures\n")
        // Another score in the report that stands beside the notebook.
        let copy = notebooks.exported("tiny/results.json")
        var changed = try JSONFile.read(Results.self, from: copy)
        changed.evaluations[0].rows[3].score.value += 0.125
        try JSONFile.write(changed, to: copy)
        #expect(try check(notebooks, results) == "compared 26 rows and 2 endpoints; 1 shown to disagree; 17 figures\n")
    }

    /// Executes the notebook and gives what the comparison of its numbers with the results says.
    private func check(_ notebooks: ExportedNotebooks, _ results: URL) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let process = Process()
        let (output, errors) = (Pipe(), notebooks.exported("errors.txt"))
        try Data().write(to: errors)
        process.executableURL = URL(fileURLWithPath: try #require(Self.python))
        process.arguments = [
            root.appending(path: "../Python/check_notebook.py").path, notebooks.exported("tiny.ipynb").path,
            results.path,
        ]
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let said = try String(contentsOf: errors, encoding: .utf8)
        #expect(process.terminationStatus == 0, "\(said.suffix(4_000))")
        return text
    }

    @Test func `what cannot become a notebook is an error that says what to do, and nothing is written`() async throws {
        let notebooks = try await ExportedNotebooks()
        let folder = try TemporaryFolder()
        func copy(_ name: String, changing change: (inout Results) -> Void) throws -> String {
            try FileManager.default.copyItem(atPath: notebooks.run.path, toPath: folder.path(name))
            let file = URL(fileURLWithPath: folder.path(name)).appending(path: "results.json")
            var results = try JSONFile.read(Results.self, from: file)
            change(&results)
            try JSONFile.write(results, to: file)
            return folder.path(name)
        }
        let cases = [
            ([folder.path("nothing")], "there is no such folder"),
            ([folder.url.path], "there is no results.json in it"),
            ([try copy("old") { $0.sources = nil }], "does not say which runs it is made from"),
            ([try copy("hostile") { $0.experiment = "../../x" }], "the experiment is called '../../x'"),
            (
                [try copy("outside") { $0.sources?.answering[0].folder = "evaluations/../../x" }],
                "names the run 'evaluations/../../x'"
            ),
            (
                [try copy("lost") { $0.sources?.answering[0].folder = "evaluations/00" }],
                "of which there are no records now"
            ),
            ([try copy("empty") { $0.sources?.answering = [] }], "there is nothing for a notebook to show"),
            ([notebooks.run.path, try copy("twice") { _ in }], "are both of the experiment 'tiny'"),
        ]
        for (runs, message) in cases {
            let export = await InProcess(command: "export", ["notebook"] + runs + ["--output", folder.path("out")])
            #expect(export.status == .data && export.notes.contains(message), "\(message): \(export.notes)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
        let own = try folder.file("README.md", "# Mine\n")
        let occupied = await InProcess("export", "notebook", notebooks.run.path, "--output", folder.url.path)
        #expect(occupied.status == .data && occupied.notes.contains("is no gallery of notebooks"), "\(occupied.notes)")
        #expect(try String(contentsOfFile: own, encoding: .utf8) == "# Mine\n")
        // The data of the notebook would go into `tiny` beside it, which is a run here.
        let beside = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: notebooks.run.path, toPath: beside.path("tiny"))
        let before = try ExportedNotebooks.content(of: beside.url)
        let over = await InProcess("export", "notebook", beside.path("tiny"), "--output", beside.url.path)
        #expect(over.status == .data && over.notes.contains("holds something else, such as a run"), "\(over.notes)")
        #expect(try ExportedNotebooks.content(of: beside.url) == before)
        let mine = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: mine.path("tiny/dumps"), withIntermediateDirectories: true)
        let kept = try mine.file("tiny/dumps/mine.h5", "mine")
        let foreign = await InProcess("export", "notebook", notebooks.run.path, "--output", mine.url.path)
        #expect(foreign.status == .data && foreign.notes.contains("holds something else"), "\(foreign.notes)")
        #expect(try String(contentsOfFile: kept, encoding: .utf8) == "mine")
        let none = await InProcess("export", "notebook")
        #expect(none.status == .usage)
    }
}
