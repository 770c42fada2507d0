public import Foundation
import SSMStore
import SSMTensor

extension LoadedModel {
    /// Writes the model as a checkpoint (`.h5`), with everything that was saved beside it.
    ///
    /// - Parameter progress: told after each tensor how many bytes of how many are written.
    /// - Throws: `ModelError.destinationExists`, an error of writing; nothing half-written is then left.
    public func writeCheckpoint(to url: URL, progress: (Int, Int) -> Void = { _, _ in }) throws {
        try Self.checkIsFree(url, forFolder: false)
        let tensors = model.checkpointParts().tensors.merging(strategyParameters.prefixed("strategies/"))
        let total = tensors.parameterCount * MemoryLayout<Float>.stride
        var written = 0
        try Checkpoint(tensors: tensors, texts: texts).write(to: url) { bytes in
            written += bytes
            progress(written, total)
        }
    }

    /// Writes the model as a Hugging Face folder, which transformers reads: `config.json`, safetensors of F32 values, the
    /// files of the tokenizer and of generation; trained parameters of strategies in `strategies.safetensors`, other
    /// texts in `ssmlab.json`.
    ///
    /// - Parameters:
    ///   - url: A folder that does not exist, or is empty.
    ///   - shardBytes: The most bytes of a file of weights.
    ///   - progress: Told after each tensor how many bytes of how many are written.
    /// - Throws: `ModelError.destinationExists`, an error of writing; nothing half-written is then left.
    public func writeFolder(
        to url: URL, shardBytes: Int = 5_000_000_000, progress: (Int, Int) -> Void = { _, _ in }
    ) throws {
        try Self.checkIsFree(url, forFolder: true)
        let total = model.parameters.parameterCount * MemoryLayout<Float>.stride
        var written = 0
        let partial = try PartialFolder(for: url)
        do {
            try writeTexts(to: partial.url)
            try SafetensorsWriter.write(
                model.parameters, toFolder: partial.url, base: ModelFolder.weights, shardBytes: shardBytes
            ) { bytes in
                written += bytes
                progress(written, total)
            }
            if strategyParameters.count > 0 {
                try SafetensorsWriter.write(
                    strategyParameters,
                    to: partial.url.appendingPathComponent("\(ModelFolder.strategies).safetensors"))
            }
            try partial.publish()
        } catch {
            partial.discard()
            throw error
        }
    }

    /// Refuses to write where something would be lost; an empty folder may become a full one.
    ///
    /// - Throws: `ModelError.destinationExists`.
    package static func checkIsFree(_ url: URL, forFolder: Bool) throws(ModelError) {
        let present = forFolder ? try? FileManager.default.contentsOfDirectory(atPath: url.path) : nil
        guard present?.isEmpty ?? !FileManager.default.fileExists(atPath: url.path) else {
            throw .destinationExists(url)
        }
    }

    private func writeTexts(to folder: URL) throws {
        func write(_ text: String, _ name: String) throws(StoreError) {
            try writeAtomically(text, to: folder.appendingPathComponent(name))
        }
        var others = texts
        let configuration = others.removeValue(forKey: CheckpointText.model) ?? model.configuration.json
        try write(configuration, ModelFolder.configuration)
        for file in ModelFolder.textFiles {
            if let text = others.removeValue(forKey: file.text) { try write(text, file.name) }
        }
        if let tokenizer, texts["tokenizer_config"] == nil {
            try write(TokenizerSettings(tokenizer: tokenizer, generation: generation).json, "tokenizer_config.json")
        }
        guard !others.isEmpty else { return }
        let members = others.sorted { $0.key < $1.key }.map { JSONNode.Member($0.key, .string($0.value)) }
        try write(JSONNode.object([JSONNode.Member("texts", .object(members))]).text + "\n", ModelFolder.record)
    }
}
