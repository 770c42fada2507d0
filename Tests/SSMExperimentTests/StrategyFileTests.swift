import Foundation
import SSMExperiment
import Testing

/// Strategies that read files, such as notes.
final class StrategyFileTests {
    private let file = FileManager.default.temporaryDirectory.appendingPathComponent("ssmlab-\(UUID().uuidString).txt")
    private let place = Workplace()

    deinit {
        try? FileManager.default.removeItem(at: file)
    }

    private var text: String {
        tinyText.replacing(
            "newest: [{decimamba: {layers: [1], beta: 0.5}, during: answer}]",
            with: "told: [{repetition: {file: \(file.path)}}]"
        ).replacing("checkpoint-every: 2,", with: "checkpoint-every: 2, with-strategy: true,")
    }

    /// The runs that are not finished, with the file as it is.
    private nonisolated(nonsending) func begun(_ content: String) async throws -> [String] {
        try Data(content.utf8).write(to: file)
        var titles: [String] = []
        _ = try await place.run(text) { event in
            if case .began(let title, _, _) = event { titles.append(title) }
            return false
        }
        return titles
    }

    @Test func `another content of a strategy's file makes other runs of its columns`() async throws {
        #expect(try await begun("once").count == 4)
        #expect(try await begun("once").isEmpty)
        #expect(try await begun("once\ntwice") == ["train base for told, seed 0", "told on mqar, seed 0"])
        #expect(try await begun("once").isEmpty)
    }

    @Test func `a file that is not there is missed before anything runs`() throws {
        let error = #expect(throws: RunError.self) { try place.materials(text) }
        #expect(error?.description.contains("column 'told': \(file.path)") == true, "\(String(describing: error))")
    }
}
