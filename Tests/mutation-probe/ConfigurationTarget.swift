import Foundation
import SSMModel
import SSMTensor

/// The readers of `config.json` and `generation_config.json`: each input is read as both, and what is taken is written
/// and read again.
struct ConfigurationTarget: MutationTarget {
    /// What is taken and then said in other words.
    private struct Unfaithful: Error {
        let first: ModelConfiguration
        let second: ModelConfiguration
    }

    private static let file = URL(fileURLWithPath: "/config.json")
    private let file: Mutator

    /// A target for mutants of a file.
    init(_ seed: URL) throws {
        file = Mutator([UInt8](try Data(contentsOf: seed)))
    }

    func mutant(using generator: inout RandomGenerator) -> [UInt8] {
        file.mutant(using: &generator)
    }

    func accepts(_ input: [UInt8]) throws -> Bool {
        let members: ConfigurationMembers
        let configuration: ModelConfiguration
        do throws(ModelError) {
            members = try ConfigurationMembers(input, of: Self.file)
            configuration = try ModelConfiguration(members)
            _ = try GenerationConfiguration(from: [members], rows: configuration.vocabularySize)
        } catch {
            return false
        }
        guard configuration.parameterCount > 0 else { return false }
        let written = try ConfigurationMembers(Array(configuration.json(keeping: members).utf8), of: Self.file)
        let again = try ModelConfiguration(written)
        guard again == configuration else { throw Unfaithful(first: configuration, second: again) }
        return true
    }
}
