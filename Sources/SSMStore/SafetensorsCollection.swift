package import Foundation
package import SSMTensor

/// The tensors of a Hugging Face folder: one safetensors file, or shards and their index.
///
/// A folder with both is read as transformers reads it: the single file counts. The index is checked against its
/// shards when the folder is opened, so that a tensor is where the index says, and nowhere else. A shard's name must be
/// that of a file in the folder itself; the file may be a symbolic link, as in the cache of Hugging Face.
/// `metadata.total_size` of the index is not looked at: published folders have it wrong, and nothing depends on it.
///
/// - Source: `_get_resolved_checkpoint_files` of transformers 5.23.
package struct SafetensorsCollection: Sendable {
    /// The path of the single file or of the index, for errors.
    package let path: String
    /// The names of all tensors, in the order of their values, shard by shard.
    package let names: [String]
    /// The texts under `__metadata__`; of shards, those of the first that has the key.
    package let metadata: [String: String]
    private let files: [SafetensorsFile]
    /// Which of the files holds a tensor.
    private let places: [String: Int]

    /// Opens `<base>.safetensors` of a folder, or the shards that `<base>.safetensors.index.json` names.
    ///
    /// - Throws: `StoreError.notFound` when there is neither, `pickle` when there is only a pickle, `missingShard`,
    ///   `damaged` for an index that contradicts itself or its shards, and what `SafetensorsFile` throws.
    package init(folder: URL, base: String = "model") throws(StoreError) {
        let single = folder.appendingPathComponent("\(base).safetensors")
        let index = folder.appendingPathComponent("\(base).safetensors.index.json")
        if FileManager.default.fileExists(atPath: single.path) {
            try self.init(path: single.path, files: [SafetensorsFile(contentsOf: single)])
        } else if FileManager.default.fileExists(atPath: index.path) {
            try self.init(index: SafetensorsIndex(contentsOf: index), folder: folder)
        } else if let pickle = Pickle.weights(in: folder) {
            throw .pickle(path: pickle.path)
        } else {
            throw .notFound(path: single.path)
        }
    }

    private init(index: SafetensorsIndex, folder: URL) throws(StoreError) {
        var files: [SafetensorsFile] = []
        for (shard, tensors) in index.shards {
            let url = folder.appendingPathComponent(shard)
            do throws(StoreError) {
                let file = try SafetensorsFile(contentsOf: url)
                try index.check(file, named: shard)
                files.append(file)
            } catch .notFound {
                throw .missingShard(path: url.path, index: index.path, tensors: tensors)
            }
        }
        try self.init(path: index.path, files: files)
    }

    private init(path: String, files: [SafetensorsFile]) throws(StoreError) {
        var places: [String: Int] = [:]
        for (place, file) in files.enumerated() {
            for name in file.names { places[name] = place }
        }
        self.path = path
        self.files = files
        self.places = places
        names = files.flatMap(\.names)
        metadata = files.reduce(into: [:]) { $0.merge($1.metadata) { first, _ in first } }
    }

    /// The path of the file that holds a tensor.
    ///
    /// - Throws: `StoreError.missingEntry`.
    package func path(of name: String) throws(StoreError) -> String {
        try file(with: name).path
    }

    /// The dimensions of a tensor.
    ///
    /// - Throws: `StoreError.missingEntry`.
    package func shape(of name: String) throws(StoreError) -> [Int] {
        try file(with: name).shape(of: name)
    }

    /// A tensor of F32, F16 or BF16 values, on the mapped file where `SafetensorsFile.tensor(_:on:)` can do so.
    ///
    /// - Throws: as `SafetensorsFile.tensor(_:on:)`.
    package func tensor(_ name: String, on device: Device) throws(StoreError) -> Tensor {
        try file(with: name).tensor(name, on: device)
    }

    private func file(with name: String) throws(StoreError) -> SafetensorsFile {
        guard let place = places[name] else { throw .missingEntry(path: path, entry: name) }
        return files[place]
    }
}
