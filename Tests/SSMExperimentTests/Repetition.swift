import Foundation
import SSMContext

/// Makes each training example as often as a file has lines.
struct Repetition: ContextStrategy {
    static let name: StrategyName = "repetition"

    struct Settings: Codable, Sendable {
        let file: String
    }

    let configuration: Settings

    init(_ configuration: Settings) throws(StrategyError) {
        self.configuration = configuration
    }

    var files: [String] { [configuration.file] }

    func prepare(
        _ samples: [Sample], in context: DataContext,
        next: @Sendable ([Sample]) async throws -> [TrainingExample]
    ) async throws -> [TrainingExample] {
        let lines = try String(contentsOfFile: configuration.file, encoding: .utf8).split(separator: "\n")
        return try await next(lines.flatMap { _ in samples })
    }
}
