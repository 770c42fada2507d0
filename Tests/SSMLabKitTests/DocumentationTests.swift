import Foundation
import Testing

/// docs/experiments.md and the resolved configurations that the program prints.
@Suite struct DocumentationTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test(arguments: ["passkey", "documents", "keyed-recall", "mqar", "conversations"])
    func `every key of an experiment is documented`(_ task: String) async throws {
        let folder = try TemporaryFolder()
        let path = try folder.file(
            "all.yaml",
            """
            experiment: all
            question: which
            claim: none
            model: {architecture: mamba, width: 16, layers: 2}
            data: {task: \(task), length: 256}
            train:
              - {name: base, steps: 1, curriculum: {start: 128, accuracy: 0.9, maximum: 192}}
              - {name: adapt, steps: 1, tune: {learning-rates: [1e-3, 1e-4], seed: 1}}
            strategies: {column: [{decimamba: {}, during: answer, calibrate: true}]}
            calibrate: {length: 256, samples: 1}
            primary: {metric: accuracy, over: length 256}
            gate: {column: {at-256: ">= 0.5"}}
            evaluate: [{lengths: [256], samples: 1, limit: 1}]
            dump: {strategies: [column], samples: 1, sites: [state], layers: [0], length: 256}
            """)
        let run = await InProcess("run", path, "--dry-run", "--output", folder.path("runs"))
        #expect(run.status == .success, "\(run.notes)")
        let page = try #require(run.output.components(separatedBy: "# Runs in").first)
        let resolved = page.replacing(#/decimamba: \{.*?\}, /#, with: "")  // documented with the strategy
        let documentation = try String(contentsOf: Self.root.appending(path: "docs/experiments.md"), encoding: .utf8)
        let keys = Set(resolved.matches(of: #/([a-z][a-z-]*): /#).map { String($0.1) }).subtracting(["column"])
        #expect(keys.count > 40)
        for key in keys.sorted() { #expect(documentation.contains("`\(key)"), "\(key) is not in docs/experiments.md") }
    }

    @Test func `the instructions of the page can be planned, and their keys are documented`() async throws {
        let folder = try TemporaryFolder()
        let documentation = try String(contentsOf: Self.root.appending(path: "docs/experiments.md"), encoding: .utf8)
        let snippet = try #require(documentation.firstMatch(of: /\n    model: \{checkpoint(?s:.*?)\n\n/)?.0)
        let keys = snippet.split(separator: "\n").map { $0.dropFirst(4) }.joined(separator: "\n")
        let path = try folder.file("instructed.yaml", "experiment: instructed\nstrategies: {mamba: []}\n\(keys)\n")
        let run = await InProcess("run", path, "--dry-run", "--output", folder.path("runs"))
        #expect(run.status == .success, "\(run.notes)")
        let data = try #require(run.output.firstMatch(of: /\ndata:\n(?s:(.*?))\ntrain:/)?.1)
        let names = Set(data.matches(of: #/([a-z][a-z-]*): /#).map { String($0.1) })
        #expect(names.count == 10, "\(names)")
        for name in names { #expect(documentation.contains("| `\(name)` | "), "\(name) is not in docs/experiments.md") }
    }

    @Test func `every key of a strategy is in its defaults`() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.file(
            "strategy.yaml",
            """
            experiment: strategy
            model: {architecture: mamba, width: 16, layers: 2}
            data: {task: passkey, length: 256}
            strategies: {column: [decimamba]}
            """)
        let run = await InProcess("run", path, "--dry-run", "--output", folder.path("runs"))
        #expect(run.status == .success, "\(run.notes)")
        let resolved = try #require(run.output.firstMatch(of: /decimamba: \{(.*?)\}/)?.1)
        let defaults = try String(
            contentsOf: Self.root.appending(path: "Plugins/DeciMamba/defaults.yaml"), encoding: .utf8)
        let keys = resolved.matches(of: #/([a-z][a-z-]*): /#).map { String($0.1) }
        #expect(keys.count > 5)
        for key in keys { #expect(defaults.contains("\n\(key): "), "\(key) is not in defaults.yaml") }
    }
}
