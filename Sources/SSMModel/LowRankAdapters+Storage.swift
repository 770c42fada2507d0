public import Foundation
package import SSMStore
public import SSMTensor

extension LowRankAdapters {
    /// The adapters' part of a checkpoint: factors under "adapters/", and their configuration as the text "adapters".
    ///
    /// - Throws: what the encoding throws.
    package func checkpointParts() throws -> (tensors: ParameterTree, configuration: String) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(configuration), as: UTF8.self)
        return (parameters.prefixed(LowRankAdapters.prefix), text)
    }

    /// The adapters of a checkpoint; nil when it has none.
    ///
    /// - Parameter source: where the checkpoint came from, for messages.
    /// - Throws: `ModelError`.
    package init?(_ checkpoint: Checkpoint, from source: String) throws(ModelError) {
        guard let text = checkpoint.texts[LowRankAdapters.text] else { return nil }
        try self.init(
            LowRankAdapters.configuration(text, from: source),
            parameters: checkpoint.tensors.group(under: LowRankAdapters.prefix))
    }

    /// Reads the adapters alone from a checkpoint (`.h5`), whether it holds a model too or not.
    ///
    /// - Throws: `ModelError.unreadable` when it holds none; an error that names what else is wrong with the file.
    public init(contentsOf url: URL, on device: Device) throws {
        let reader = try HDF5Reader(contentsOf: url)
        guard reader.names.contains("texts/" + LowRankAdapters.text) else {
            throw ModelError.unreadable(url, reason: "the checkpoint holds no adapters: '/texts/adapters' is missing")
        }
        let configuration = try LowRankAdapters.configuration(
            try reader.text("texts/" + LowRankAdapters.text), from: url.path)
        var parameters = ParameterTree()
        for name in reader.names where name.hasPrefix(LowRankAdapters.prefix) {
            parameters[String(name.dropFirst(LowRankAdapters.prefix.count))] = try reader.floats(name, on: device)
        }
        try reader.close()
        try self.init(configuration, parameters: parameters)
    }

    /// Writes the adapters alone as a checkpoint.
    ///
    /// - Throws: an error that names the file; one that stood there before is then untouched.
    public func write(to url: URL) throws {
        let parts = try checkpointParts()
        try Checkpoint(tensors: parts.tensors, texts: [LowRankAdapters.text: parts.configuration]).write(to: url)
    }

    /// Where the factors stand in a checkpoint.
    package static let prefix = "adapters/"
    /// The text of a checkpoint that holds the configuration.
    package static let text = "adapters"

    private static func configuration(_ text: String, from source: String) throws(ModelError) -> LoRAConfiguration {
        do {
            return try JSONDecoder().decode(LoRAConfiguration.self, from: Data(text.utf8))
        } catch {
            throw .unreadable(
                URL(fileURLWithPath: source), reason: "the configuration of its adapters, '\(text)', cannot be read")
        }
    }
}
