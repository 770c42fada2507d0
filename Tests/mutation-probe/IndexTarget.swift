import Foundation
import SSMStore
import SSMTensor

/// The reader of a model in shards: each input becomes the index beside the shards of the seed's folder.
final class IndexTarget: MutationTarget {
    private let index: Mutator
    private let folder: URL
    private let scratch: ScratchFile

    /// A target for mutants of `<base>.safetensors.index.json`, in a folder with its shards.
    init(_ seed: URL) throws {
        index = Mutator([UInt8](try Data(contentsOf: seed)))
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("mutant-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        scratch = try ScratchFile(folder.appendingPathComponent("model.safetensors.index.json"))
        let source = seed.deletingLastPathComponent()
        for name in try FileManager.default.contentsOfDirectory(atPath: source.path)
        where name.hasSuffix(".safetensors") {
            try FileManager.default.createSymbolicLink(
                at: folder.appendingPathComponent(name), withDestinationURL: source.appendingPathComponent(name))
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    func mutant(using generator: inout RandomGenerator) -> [UInt8] {
        index.mutant(using: &generator)
    }

    func accepts(_ input: [UInt8]) throws -> Bool {
        try scratch.replace(with: input)
        do throws(StoreError) {
            _ = try SafetensorsCollection(folder: folder)
            return true
        } catch {
            return false
        }
    }
}
