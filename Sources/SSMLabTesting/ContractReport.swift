import Foundation
import SSMContext
import SSMTensor
import Testing

/// Records breaches of the contract under the strategy's name.
struct ContractReport: Sendable {
    let label: String
    let sourceLocation: SourceLocation

    /// Records a breach.
    func breach(_ message: String) {
        Issue.record("\(label): \(message)", sourceLocation: sourceLocation)
    }

    /// Records a breach when a condition does not hold.
    func require(_ condition: Bool, _ message: @autoclosure () -> String) {
        if !condition { breach(message()) }
    }

    /// Runs a check; what it throws is a breach.
    func attempt(_ check: String, _ body: () async throws -> Void) async {
        do {
            try await body()
        } catch {
            breach("\(check): threw \(error)")
        }
    }

    func close(_ actual: Tensor, _ expected: Tensor, named name: String) {
        expectClose(
            actual, expected, within: .summationOrder, named: "\(label): \(name)", sourceLocation: sourceLocation)
    }

    func sameBits(_ actual: Tensor, _ expected: Tensor, named name: String) {
        expectSameBits(actual, expected, named: "\(label): \(name)", sourceLocation: sourceLocation)
    }

    func finite(_ actual: Tensor, named name: String) {
        expectFinite(actual, named: "\(label): \(name)", sourceLocation: sourceLocation)
    }

    /// The configuration must survive JSON: a checkpoint keeps it so.
    func checkConfiguration<Strategy: ContextStrategy>(of strategy: Strategy) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let first = try encoder.encode(strategy.configuration)
        let decoded = try JSONDecoder().decode(Strategy.Configuration.self, from: first)
        let again = try encoder.encode(try Strategy(decoded).configuration)
        require(first == again, "the configuration changes when it is saved as JSON and read again")
    }
}
