import Foundation
import SSMStore
import SSMTensor

/// The reader of safetensors files: each input becomes a file, is opened, and all of its tensors are read.
final class SafetensorsTarget: MutationTarget {
    private let file: Mutator
    private let header: Mutator
    private let values: ArraySlice<UInt8>
    private let url: URL
    private let device = Device(workers: 1)

    /// A target for mutants of a file.
    init(_ seed: URL) throws {
        let bytes = [UInt8](try Data(contentsOf: seed))
        let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        let end = min(8 + max(length, 0), bytes.count)
        file = Mutator(bytes)
        header = Mutator(Array(bytes[min(8, bytes.count)..<end]))
        values = bytes[end...]
        url = FileManager.default.temporaryDirectory.appendingPathComponent("mutant-\(getpid()).safetensors")
    }

    deinit {
        unlink(url.path)
    }

    /// Changes anything in the file, or, so that more than the length is looked at, its header alone.
    func mutant(using generator: inout RandomGenerator) -> [UInt8] {
        if generator.below(4) == 0 { return file.mutant(using: &generator) }
        let json = header.mutant(using: &generator)
        return (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) } + json + values
    }

    func accepts(_ input: [UInt8]) throws -> Bool {
        try Data(input).write(to: url)
        do throws(StoreError) {
            let file = try SafetensorsFile(contentsOf: url)
            for name in file.names {
                _ = try file.tensor(name, on: device).values.reduce(0, +)
            }
            return true
        } catch {
            return false
        }
    }
}
