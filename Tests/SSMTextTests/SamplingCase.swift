import Foundation
import SSMTensor
import SSMText

/// What the logits processors of transformers make of logits; Tests/Python/make_sampling_fixture.py wrote them.
struct SamplingCase: Decodable, CustomStringConvertible {
    let name: String
    private let logits: [Float?]
    let history: [TokenID]
    let options: SamplingOptions
    let probabilities: [Double]

    /// The logits, with minus infinity where the file has null.
    var scores: [Float] { logits.map { $0 ?? -.infinity } }

    var description: String { "\(name) \(options)" }

    static func all() throws -> [SamplingCase] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/sampling.json")
        return try JSONDecoder().decode([SamplingCase].self, from: Data(contentsOf: file))
    }
}
