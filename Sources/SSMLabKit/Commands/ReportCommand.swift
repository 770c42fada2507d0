import ArgumentParser
import Foundation
import SSMReport

/// `ssmlab report`
struct ReportCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write the report on experiments again: a page, figures and tables.",
        discussion: """
            RUN is the folder that `ssmlab run` has made. In it, report.html is a page that needs nothing else: no \
            network, no file beside it. figures/report/ has each figure as SVG, PNG and PDF with its gnuplot script and \
            data; table.txt, table.md, table.tex and table.csv have the tables. `ssmlab run` does the same at its end; a \
            run that failed or is not finished gets a page with what there is. See docs/report.md.

            Examples:
              ssmlab report runs/quickstart
              ssmlab report runs/* --output all.html
            """)

    @Argument(help: ArgumentHelp("The folders of experiments.", valueName: "RUN"))
    var runs: [String]

    @Option(help: ArgumentHelp("Write one page of all of them too.", valueName: "PAGE.html"))
    var output: String?

    func run(in environment: LabEnvironment) async throws {
        let console = environment.console
        if let output, FileManager.default.fileExists(atPath: output), !RunReport.isPage(URL(fileURLWithPath: output)) {
            throw InputError.outputExists(path: output, content: "report")
        }
        // All of them are read before the first page is written.
        let reports = try runs.map { try RunReport(on: URL(fileURLWithPath: $0)) }
        var written: [(report: RunReport, problems: [FigureProblem])] = []
        for report in reports {
            let problems = try await report.write()
            for problem in problems { console.note("warning: \(problem)") }
            console.print(report.page.relativePath)
            written.append((report, problems))
        }
        if let output {
            try RunReport.write(written, to: URL(fileURLWithPath: output))
            console.print(output)
        }
    }
}
