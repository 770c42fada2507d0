public import Foundation
package import SSMStore
public import SSMTensor

/// A model read from disk, with what was saved beside it.
public struct LoadedModel: Sendable {
    /// The model.
    public let model: LanguageModel
    /// Trained parameters of strategies by "<label>/<name>".
    public let strategyParameters: ParameterTree
    /// The text of the tokenizer's `tokenizer.json`; nil when none was saved.
    public let tokenizer: String?
    /// Other texts of a checkpoint by name, such as the provenance.
    public let texts: [String: String]
    /// How its makers want text to be generated.
    public let generation: GenerationConfiguration
    /// The folder or file that it was read from, for messages.
    public let source: URL

    /// Reads a Hugging Face folder (`config.json` and `model.safetensors`) or a checkpoint (`.h5`) of this program.
    ///
    /// - Throws: an error that names the file and what is wrong with it.
    public init(contentsOf url: URL, on device: Device) throws {
        try self.init(contentsOf: url, on: device, checker: nil)
    }

    /// Reads a Hugging Face folder or a checkpoint, one of another program too.
    ///
    /// - Parameter checker: opens a file without our digest in a child process first; nil: such a file is refused.
    package init(contentsOf url: URL, on device: Device, checker: ForeignFileChecker?) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            throw ModelError.unreadable(
                url, reason: "there is no such file; give a Hugging Face folder or an .h5 checkpoint")
        }
        if isFolder.boolValue {
            try self.init(folder: url, on: device)
        } else {
            try self.init(
                Checkpoint(contentsOf: url, on: device, checker: checker), from: url.path, on: device)
        }
    }

    private init(folder: URL, on device: Device) throws {
        let file = folder.appendingPathComponent("config.json")
        guard let content = try? Data(contentsOf: file) else {
            throw ModelError.unreadable(
                file, reason: "cannot be read; a model folder holds config.json and model.safetensors")
        }
        let configuration = try LoadedModel.decode(content, from: file.path)
        let weights = folder.appendingPathComponent("model.safetensors")
        let tensors = try SafetensorsFile(contentsOf: weights)
        var parameters = ParameterTree()
        for name in tensors.names {
            let known = name == "backbone.embedding.weight" ? ParameterName.embedding : name
            parameters[known] = try tensors.tensor(name, on: device)
        }
        let tokenizer = folder.appendingPathComponent("tokenizer.json")
        model = try LanguageModel(configuration, parameters: parameters, on: device, source: weights.path)
        strategyParameters = ParameterTree()
        self.tokenizer =
            FileManager.default.fileExists(atPath: tokenizer.path)
            ? try String(contentsOf: tokenizer, encoding: .utf8) : nil
        texts = [:]
        let generation = folder.appendingPathComponent("generation_config.json")
        self.generation = try LoadedModel.generation(
            FileManager.default.fileExists(atPath: generation.path)
                ? (Data(contentsOf: generation), generation) : nil,
            (content, file), rows: configuration.vocabularySize)
        source = folder
    }

    /// Reads `generation_config.json`, where there is one, and `config.json`.
    private static func generation(
        _ own: (content: Data, file: URL)?, _ model: (content: Data, file: URL), rows: Int
    ) throws(ModelError) -> GenerationConfiguration {
        var files: [ConfigurationMembers] = []
        if let own { files.append(try ConfigurationMembers(own.content, of: own.file)) }
        files.append(try ConfigurationMembers(model.content, of: model.file))
        return try GenerationConfiguration(from: files, rows: rows)
    }

    /// The model inside a checkpoint; adapters that it was trained with are merged into the weights.
    ///
    /// - Parameter source: where the checkpoint came from, for messages.
    package init(_ checkpoint: Checkpoint, from source: String, on device: Device) throws {
        guard let text = checkpoint.texts["model"] else {
            throw ModelError.unreadable(
                URL(fileURLWithPath: source), reason: "the checkpoint holds no model: '/texts/model' is missing")
        }
        let configuration = try LoadedModel.decode(Data(text.utf8), from: source)
        model = try LanguageModel(
            configuration, parameters: checkpoint.tensors.group(under: "model/"),
            adapters: LowRankAdapters(checkpoint, from: source), on: device, source: source
        ).merged()
        strategyParameters = checkpoint.tensors.group(under: "strategies/")
        tokenizer = checkpoint.texts["tokenizer"]
        texts = checkpoint.texts
        let url = URL(fileURLWithPath: source)
        self.source = url
        generation = try LoadedModel.generation(
            checkpoint.texts["generation_config"].map { (Data($0.utf8), url) }, (Data(text.utf8), url),
            rows: configuration.vocabularySize)
    }

    private static func decode(_ data: Data, from source: String) throws -> ModelConfiguration {
        do {
            return try JSONDecoder().decode(ModelConfiguration.self, from: data)
        } catch DecodingError.dataCorrupted(let context) {
            throw ModelError.unreadable(URL(fileURLWithPath: source), reason: context.debugDescription)
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            let key = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw ModelError.unreadable(
                URL(fileURLWithPath: source), reason: "\(key): \(context.debugDescription)")
        }
    }
}

extension LanguageModel {
    /// The model's part of a checkpoint: parameters under "model/", and its configuration as the text "model".
    package func checkpointParts() throws -> (tensors: ParameterTree, configuration: String) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        let text = String(decoding: try encoder.encode(configuration), as: UTF8.self)
        return (parameters.prefixed("model/"), text)
    }
}
