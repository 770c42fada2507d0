package import Foundation
package import SSMStore

extension ModelConfiguration {
    /// The shape of a model on disk, without reading its weights: of a Hugging Face folder `config.json` and the headers
    /// of its safetensors, where there are some, of an `.h5` its configuration.
    ///
    /// - Parameter checker: opens a file of another program in a child process first; nil: such a file is refused.
    /// - Throws: `ModelError` or `StoreError` that names the file and what is wrong with it.
    package init(ofModelAt url: URL, checker: ForeignFileChecker? = nil) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            throw ModelError.unreadable(
                url, reason: "there is no such file; give a Hugging Face folder or an .h5 checkpoint")
        }
        guard isFolder.boolValue else {
            try ModelFolder.checkIsNoPart(url)
            self = try Self.shape(ofCheckpoint: url, checker: checker)
            return
        }
        let file = url.appendingPathComponent(ModelFolder.configuration)
        if let content = try ModelFolder.content(
            of: ModelFolder.configuration, in: url, atMost: ModelFolder.configurationLimit)
        {
            self = try Self.shape(try ModelConfiguration(ConfigurationMembers(content, of: file)), ofFolder: url)
        } else if let step = try CheckpointFolder(url).steps().first {
            self = try Self.shape(ofCheckpoint: CheckpointFolder(url).file(of: step), checker: nil)
        } else {
            throw ModelError.unreadable(file, reason: "there is no such file; a model folder holds config.json")
        }
    }

    /// The shape with the rows that the embedding has, where the weights are there to ask.
    private static func shape(
        _ configuration: ModelConfiguration, ofFolder url: URL
    ) throws -> ModelConfiguration {
        let files: SafetensorsCollection
        do throws(StoreError) {
            files = try SafetensorsCollection(folder: url, base: ModelFolder.weights)
        } catch .notFound, .pickle {
            return configuration
        }
        let shapes = try files.names.map { ($0, try files.shape(of: $0)) }
        return try shape(configuration, from: shapes) { name in name.flatMap { try? files.path(of: $0) } ?? files.path }
    }

    private static func shape(
        _ configuration: ModelConfiguration, from shapes: [(String, [Int])], path: @escaping (String?) -> String
    ) throws(ModelError) -> ModelConfiguration {
        try ParameterReader(
            shapes: Dictionary(uniqueKeysWithValues: shapes), path: path,
            tensor: { name in preconditionFailure("ModelConfiguration: the values of '\(name)' are not needed") }
        ).sized(configuration)
    }

    private static func shape(ofCheckpoint url: URL, checker: ForeignFileChecker?) throws -> ModelConfiguration {
        let reader = try HDF5Reader(contentsOf: url, checker: checker)
        guard reader.names.contains("texts/" + CheckpointText.model) else {
            throw ModelError.unreadable(url, reason: "the checkpoint holds no model: '/texts/model' is missing")
        }
        let text = try reader.text("texts/" + CheckpointText.model)
        let prefix = "model/"
        let shapes = try reader.names.filter { $0.hasPrefix(prefix) }
            .map { (String($0.dropFirst(prefix.count)), try reader.entry($0).shape) }
        try reader.close()
        let configuration = try ModelConfiguration(ConfigurationMembers(Array(text.utf8), of: url))
        return try shape(configuration, from: shapes) { _ in url.path }
    }
}
