import Foundation
import SSMRecord

/// On which samples a linear probe of the state is fitted: `probe:` of an evaluation.
package struct ProbeSetting: Sendable, Hashable, Codable {
    /// The name of the split that it is fitted on: another than the one that it is asked about.
    package let split: String
    /// How many contexts of each length it is fitted on.
    package let samples: Int

    /// The most contexts, and about the most questions, that a probe is fitted on: what it takes grows with their cube.
    package static let mostSamples = 600

    private enum CodingKeys: String, CodingKey {
        case split, samples
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        split = try container.decodeIfPresent(String.self, forKey: .split) ?? "probe"
        samples = try container.decodePositive(forKey: .samples, default: 200)
        guard samples <= Self.mostSamples else {
            throw container.refusal(forKey: .samples, "a probe is fitted on \(Self.mostSamples) contexts at most")
        }
    }
}

extension RunFolder {
    /// Where what probes of a setting read is kept.
    func probesFile(_ setting: ProbeSetting) -> URL {
        // A name and a number: there is nothing in a setting that cannot be encoded.
        guard let hash = try? ContentHash(ofCanonical: setting) else { preconditionFailure("a probe is not JSON") }
        return probesFile(hash)
    }
}
