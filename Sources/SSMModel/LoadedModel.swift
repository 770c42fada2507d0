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
    public var tokenizer: String? { texts[CheckpointText.tokenizer] }
    /// All texts by name, as a checkpoint has them: "model", the `config.json`, "tokenizer", "provenance" and others.
    public let texts: [String: String]
    /// How its makers want text to be generated.
    public let generation: GenerationConfiguration
    /// The folder or file that it was read from, for messages.
    public let source: URL

    /// Reads a Hugging Face folder (`config.json` and safetensors), a checkpoint (`.h5`) of this program, or the newest
    /// checkpoint of a run's folder of checkpoints.
    ///
    /// - Throws: `ModelError` or an error of the file that names the file and what is wrong with it.
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
        let configuration = url.appendingPathComponent(ModelFolder.configuration)
        if !isFolder.boolValue {
            try ModelFolder.checkIsNoPart(url)
            try self.init(Checkpoint(contentsOf: url, on: device, checker: checker), from: url.path, on: device)
        } else if !FileManager.default.fileExists(atPath: configuration.path),
            let step = try CheckpointFolder(url).steps().first
        {
            let file = CheckpointFolder(url).file(of: step)
            try self.init(Checkpoint(contentsOf: file, on: device), from: file.path, on: device)
        } else {
            try self.init(folder: url, on: device)
        }
    }

    /// The model inside a checkpoint; adapters that it was trained with are merged into the weights.
    ///
    /// - Parameter source: where the checkpoint came from, for messages.
    package init(_ checkpoint: Checkpoint, from source: String, on device: Device) throws {
        let url = URL(fileURLWithPath: source)
        guard let text = checkpoint.texts[CheckpointText.model] else {
            throw ModelError.unreadable(url, reason: "the checkpoint holds no model: '/texts/model' is missing")
        }
        let members = try ConfigurationMembers(Array(text.utf8), of: url)
        let tensors = checkpoint.tensors.group(under: "model/")
        let reader = ParameterReader(
            shapes: Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.tensor.shape) }),
            path: { _ in source },
            tensor: { name in
                guard let tensor = tensors[name] else { preconditionFailure("LoadedModel: '\(name)' was listed") }
                return tensor
            })
        var texts = checkpoint.texts
        for name in [CheckpointText.progress, LowRankAdapters.text] { texts[name] = nil }
        try self.init(
            members, parameters: reader, adapters: LowRankAdapters(checkpoint, from: source),
            strategies: checkpoint.tensors.group(under: "strategies/"), texts: texts, source: url, on: device)
    }

    private init(folder: URL, on device: Device) throws {
        let file = folder.appendingPathComponent(ModelFolder.configuration)
        guard
            let content = try ModelFolder.content(
                of: ModelFolder.configuration, in: folder, atMost: ModelFolder.configurationLimit)
        else {
            throw ModelError.unreadable(
                file, reason: "there is no such file; a model folder holds config.json and model.safetensors")
        }
        let members = try ConfigurationMembers(content, of: file)
        var texts = try Self.recordedTexts(in: folder)
        for file in ModelFolder.textFiles {
            texts[file.text] = try ModelFolder.text(of: file.name, in: folder, atMost: file.limit)
        }
        _ = try ModelConfiguration(members)  // before the weights: it is what tells another family
        let files = try SafetensorsCollection(folder: folder, base: ModelFolder.weights)
        let shapes = try files.names.map { ($0, try files.shape(of: $0)) }
        let reader = ParameterReader(
            shapes: Dictionary(uniqueKeysWithValues: shapes),
            path: { name in name.flatMap { try? files.path(of: $0) } ?? files.path },
            tensor: { try files.tensor($0, on: device) })
        try self.init(
            members, parameters: reader, adapters: nil, strategies: Self.strategies(in: folder, on: device),
            texts: texts, source: folder, on: device)
    }

    private init(
        _ members: ConfigurationMembers, parameters: ParameterReader, adapters: LowRankAdapters?,
        strategies: ParameterTree, texts: [String: String], source: URL, on device: Device
    ) throws {
        let (configuration, tree) = try parameters.read(ModelConfiguration(members))
        let model = try LanguageModel(
            configuration, parameters: tree, adapters: adapters, on: device, source: source.path
        ).merged()
        self.model = model
        strategyParameters = strategies
        var texts = texts
        texts[CheckpointText.model] = model.configuration.json(keeping: members)
        self.texts = texts
        self.source = source
        var files: [ConfigurationMembers] = []
        if let own = texts[CheckpointText.generation] {
            let name = source == members.source ? source : source.appendingPathComponent("generation_config.json")
            files.append(try ConfigurationMembers(Array(own.utf8), of: name))
        }
        generation = try GenerationConfiguration(from: files + [members], rows: configuration.vocabularySize)
    }

    /// The texts that an export of a checkpoint keeps in a file of its own.
    private static func recordedTexts(in folder: URL) throws(ModelError) -> [String: String] {
        let content = try ModelFolder.content(of: ModelFolder.record, in: folder, atMost: ModelFolder.recordLimit)
        guard let content else { return [:] }
        let record = try ConfigurationMembers(content, of: folder.appendingPathComponent(ModelFolder.record))
        guard let inner = try record.object("texts") else { return [:] }
        var texts: [String: String] = [:]
        for member in inner.members { texts[member.name] = try inner.string(member.name) }
        return texts
    }

    /// The tensors of `strategies.safetensors`, where there is such a file.
    private static func strategies(in folder: URL, on device: Device) throws -> ParameterTree {
        var tree = ParameterTree()
        let url = folder.appendingPathComponent("\(ModelFolder.strategies).safetensors")
        guard FileManager.default.fileExists(atPath: url.path) else { return tree }
        let file = try SafetensorsFile(contentsOf: url)
        for name in file.names { tree[name] = try file.tensor(name, on: device) }
        return tree
    }
}

extension LoadedModel {
    /// The texts about model and tokenizer that a model which is trained further keeps.
    package var ecosystemTexts: [String: String] {
        let names = [CheckpointText.model] + ModelFolder.textFiles.map(\.text)
        return texts.filter { names.contains($0.key) }
    }
}

extension LanguageModel {
    /// The model's part of a checkpoint: parameters under "model/", and its configuration as the text "model".
    package func checkpointParts() -> (tensors: ParameterTree, configuration: String) {
        (parameters.prefixed("model/"), configuration.json)
    }
}
