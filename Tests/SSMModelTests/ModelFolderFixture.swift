import Foundation
import SSMModel
import SSMTensor
import Testing

/// A copy of the golden model's folder whose files a test changes.
final class ModelFolderFixture {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("model-\(UUID().uuidString)")
    let device = Device(workers: 1, poisoned: true)

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Writes `config.json` with other or new values, as JSON by key, and the weights as they are.
    func change(configuration changes: [String: String]) throws {
        let data = try Data(contentsOf: Golden.folder.appendingPathComponent("config.json"))
        var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        for (key, json) in changes {
            object[key] = try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed)
        }
        try write(JSONSerialization.data(withJSONObject: object), "config.json")
        try write(Data(contentsOf: Golden.folder.appendingPathComponent("model.safetensors")), "model.safetensors")
    }

    func write(_ data: Data, _ name: String) throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try data.write(to: url.appendingPathComponent(name))
    }

    func load() throws -> LoadedModel {
        try LoadedModel(contentsOf: url, on: device)
    }
}
