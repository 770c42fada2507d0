import Foundation
import SSMExperiment

extension Experiment {
    /// Reads an experiment, changes it by overrides and limits all of its evaluations.
    ///
    /// - Throws: `ConfigurationError`.
    init(
        contentsOf url: URL, overrides: [String], limit: Int?, catalogs: Catalogs
    ) throws(ConfigurationError) {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
            throw ConfigurationError(
                .invalid(reason: "is a folder; give a YAML file"),
                at: ConfigurationPlace(source: .file(url.relativePath)))
        }
        let node = try ConfigurationNode(contentsOf: url)
        var all = overrides
        if let limit, case .sequence(let entries)? = node["evaluate"]?.content {
            all += entries.indices.map { "evaluate.\($0).limit=\(limit)" }
        }
        try self.init(node, overrides: all, catalogs: catalogs)
    }
}
