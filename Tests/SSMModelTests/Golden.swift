import Foundation
import SSMLabTesting
import SSMModel
import SSMTensor

/// A tiny Mamba of transformers with what transformers computed from it.
struct Golden {
    let model: LanguageModel
    let file: GoldenFile
    let device: Device
    /// The two sequences of 96 tokens.
    let sequences: [[TokenID]]

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../Fixtures/mamba").standardizedFileURL

    init(workers: Int = 2, path: SIMDPath = .best) throws {
        device = Device(workers: workers, path: path, poisoned: true)
        model = try LoadedModel(contentsOf: Golden.folder, on: device).model
        file = try GoldenFile(contentsOf: Golden.folder.appendingPathComponent("golden.safetensors"))
        let ids = try file.integers("input_ids").map { TokenID($0) }
        sequences = [Array(ids.prefix(96)), Array(ids.suffix(96))]
    }

    var infos: [SequenceInfo] { TinyModel.prompts(sequences) }

    /// A tensor of the file, its sequences laid end to end: (2 · 96, columns).
    func packed(_ name: String) throws -> Tensor {
        let tensor = try file.tensor(name, on: device)
        return tensor.reshaped([192, tensor.columns])
    }

    /// Every token as the target of the one before, with weights that make the mean over the batch.
    var targets: LossTargets {
        LossTargets(
            sequences.map { tokens in
                (0..<(tokens.count - 1)).map {
                    LossTargets.Target(
                        position: Int32($0), token: tokens[$0 + 1], weight: 1 / 190, isRequired: true)
                }
            })
    }
}
