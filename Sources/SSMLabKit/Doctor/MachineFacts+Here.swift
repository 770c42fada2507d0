import Foundation
import SSMStore
import SSMTensor

extension MachineFacts {
    /// The facts of this process on this machine.
    package static var here: MachineFacts {
        let information = ProcessInfo.processInfo
        return MachineFacts(
            processor: value(of: "model name", in: "/proc/cpuinfo") ?? "unknown",
            cores: information.activeProcessorCount,
            path: .best,
            hasAVX512: SIMDPath.avx512.isAvailable,
            blasCore: BLASLibrary.coreName,
            blasUsesAVX512: BLASLibrary.usesAVX512,
            presetCoreType: information.environment["OPENBLAS_CORETYPE"],
            hdf5: (try? HDF5Version.current()) ?? "unusable",
            totalMemory: Int(information.physicalMemory),
            availableMemory: availableMemory ?? Int(information.physicalMemory),
            availableDisk: availableDisk(in: FileManager.default.currentDirectoryPath))
    }

    private static var availableMemory: Int? {
        value(of: "MemAvailable", in: "/proc/meminfo")
            .flatMap { $0.split(separator: " ").first }
            .flatMap { Int($0) }
            .map { $0 << 10 }
    }

    private static func availableDisk(in folder: String) -> Int {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        return (attributes?[.systemFreeSize] as? NSNumber)?.intValue ?? 0
    }

    /// The value of the first `key : value` line of a file of /proc.
    private static func value(of key: String, in path: String) -> String? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == key {
                return parts[1].trimmingCharacters(in: .whitespaces)
            }
        }
        return nil
    }
}
