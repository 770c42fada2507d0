import Foundation
import Testing

struct ReportCommandTests {
    @Test func `a run ends with a page, reporting again gives the same bytes, and several runs share a page`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = try folder.file(
            "tiny.yaml",
            """
            experiment: tiny
            question: does it?
            model: {architecture: mamba, width: 16, layers: 1}
            data: {task: passkey, length: 64}
            train:
              - {name: base, steps: 20, batch-tokens: 128}
            strategies: {mamba: [], other: []}
            evaluate:
              - {task: passkey, lengths: [64, 128], depths: [0, 1], samples: 2}
            """)
        let output = folder.path("run")
        let run = await InProcess("run", path, "--output", output)
        #expect(run.status == .success && run.notes.contains("report.html there shows it"), "\(run.notes)")
        let page = try String(contentsOfFile: output + "/report.html", encoding: .utf8)
        for piece in ["does it?", "Loss in the stage base", "Answers to some questions", "Evidence", "OpenBLAS"] {
            #expect(page.contains(piece), "the page lacks '\(piece)'")
        }
        let again = await InProcess("report", output, output, "--output", folder.path("all.html"))
        #expect(again.status == .success && again.output.hasSuffix("/all.html\n"), "\(again.notes)")
        #expect(try String(contentsOfFile: output + "/report.html", encoding: .utf8) == page)
        #expect(try String(contentsOfFile: folder.path("all.html"), encoding: .utf8).contains("2 experiments"))
        let anew = await InProcess("report", output, "--output", folder.path("all.html"))
        #expect(anew.status == .success, "\(anew.notes)")

        let results = try Data(contentsOf: URL(fileURLWithPath: output + "/results.json"))
        let over = await InProcess("report", output, "--output", output + "/results.json")
        #expect(over.status != .success && over.notes.contains("results.json"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: output + "/results.json")) == results)
    }

    @Test func `a folder of something else is named`() async throws {
        let folder = try TemporaryFolder()
        let report = await InProcess("report", folder.path(""))
        #expect(report.status == .data && report.notes.contains("no folder of an experiment"))
    }
}
