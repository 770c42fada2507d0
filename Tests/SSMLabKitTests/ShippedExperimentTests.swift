import Foundation
import SSMLabKit
import Testing

/// The experiments that are shipped, as a user plans them.
struct ShippedExperimentTests {
    private static let folder = URL(filePath: #filePath).appending(path: "../../../experiments").standardized

    @Test(arguments: ["does-selective-adaptation-matter", "where-to-compress"])
    func `what begins with the model of another experiment names the checkpoint that it leaves`(
        _ name: String
    ) async throws {
        let base = "does-a-small-mamba-learn-keyed-recall"
        let plan = await InProcess("run", Self.folder.appending(path: "\(base).yaml").path, "--dry-run")
        let last = try #require(plan.output.split(separator: "\n").last { $0.hasPrefix("stages/") })
        let stage = try #require(last.split(separator: " ").first)
        let text = try String(contentsOf: Self.folder.appending(path: "\(name).yaml"), encoding: .utf8)
        #expect(text.contains("checkpoint: runs/\(base)/\(stage)/checkpoints/step-00000700.h5}"), "\(stage)")
    }
}
