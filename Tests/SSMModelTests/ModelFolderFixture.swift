import Foundation
import SSMLabTesting
import SSMModel
import SSMStore
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

    /// The golden model's tensors, by name.
    func goldenTensors() throws -> [String: Tensor] {
        let file = try SafetensorsFile(contentsOf: Golden.folder.appendingPathComponent("model.safetensors"))
        return Dictionary(uniqueKeysWithValues: try file.names.map { ($0, try file.tensor($0, on: device)) })
    }

    /// Replaces the weights.
    func write(weights: [String: Tensor], as type: HandmadeSafetensors.ElementType = .f32) throws {
        try write(HandmadeSafetensors(weights, as: type).data, "model.safetensors")
    }

    func write(_ data: Data, _ name: String) throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try data.write(to: url.appendingPathComponent(name))
    }

    func load() throws -> LoadedModel {
        try LoadedModel(contentsOf: url, on: device)
    }

    /// What is said when the folder is refused.
    func complaint() throws -> String {
        do {
            _ = try load()
            Issue.record("the folder is accepted")
            return ""
        } catch {
            return "\(error)"
        }
    }
}
