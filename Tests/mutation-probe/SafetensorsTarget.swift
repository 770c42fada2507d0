import Foundation
import SSMStore
import SSMTensor

/// The reader of safetensors files: each input becomes a file, is opened, and all of its tensors are read.
struct SafetensorsTarget: MutationTarget {
    private let file: Mutator
    private let header: Mutator
    private let values: ArraySlice<UInt8>
    private let scratch: ScratchFile
    private let device = Device(workers: 1)

    /// A target for mutants of a file.
    init(_ seed: URL) throws {
        let bytes = [UInt8](try Data(contentsOf: seed))
        let length = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let start = min(8, bytes.count)
        let end = length <= UInt64(bytes.count - start) ? start + Int(length) : bytes.count
        file = Mutator(bytes)
        header = Mutator(Array(bytes[start..<end]))
        values = bytes[end...]
        let name = "mutant-\(getpid()).safetensors"
        scratch = try ScratchFile(FileManager.default.temporaryDirectory.appendingPathComponent(name))
    }

    /// Changes anything in the file, or, so that more than the length is looked at, its header alone.
    func mutant(using generator: inout RandomGenerator) -> [UInt8] {
        if generator.below(4) == 0 { return file.mutant(using: &generator) }
        let json = header.mutant(using: &generator)
        return (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) } + json + values
    }

    func accepts(_ input: [UInt8]) throws -> Bool {
        try scratch.replace(with: input)
        do throws(StoreError) {
            let file = try SafetensorsFile(contentsOf: scratch.url)
            for name in file.names { _ = try file.tensor(name, on: device).withSpan { $0.count > 0 ? $0[0] : 0 } }
            return true
        } catch {
            return false
        }
    }
}
