import Foundation
package import SSMTensor

/// What decides how fast the program is on a machine.
package struct MachineFacts: Sendable, Hashable {
    /// Name of the processor.
    package var processor: String
    /// Cores that may be used.
    package var cores: Int
    /// The instructions that the library's own kernels use.
    package var path: SIMDPath
    /// Whether the processor has AVX-512.
    package var hasAVX512: Bool
    /// The kernels that OpenBLAS chose.
    package var blasCore: String
    /// Whether these use AVX-512.
    package var blasUsesAVX512: Bool
    /// The variable OPENBLAS_CORETYPE, when it is set.
    package var presetCoreType: String?
    /// Version of the HDF5 library.
    package var hdf5: String
    /// Bytes of memory.
    package var totalMemory: Int
    /// Bytes of memory that a new process can have.
    package var availableMemory: Int
    /// Bytes that can be written to the present folder.
    package var availableDisk: Int

    /// The facts of a machine.
    package init(
        processor: String, cores: Int, path: SIMDPath, hasAVX512: Bool, blasCore: String, blasUsesAVX512: Bool,
        presetCoreType: String?, hdf5: String, totalMemory: Int, availableMemory: Int, availableDisk: Int
    ) {
        self.processor = processor
        self.cores = cores
        self.path = path
        self.hasAVX512 = hasAVX512
        self.blasCore = blasCore
        self.blasUsesAVX512 = blasUsesAVX512
        self.presetCoreType = presetCoreType
        self.hdf5 = hdf5
        self.totalMemory = totalMemory
        self.availableMemory = availableMemory
        self.availableDisk = availableDisk
    }

    /// The facts in lines for people.
    package var lines: [String] {
        [
            row("processor", "\(processor), \(cores) cores"),
            row("kernels", path.rawValue),
            row("OpenBLAS core", blasCore + (presetCoreType.map { " (OPENBLAS_CORETYPE=\($0))" } ?? "")),
            row("HDF5", hdf5),
            row("memory", "\(gibibytes(totalMemory)), \(gibibytes(availableMemory)) available"),
            row("disk here", "\(gibibytes(availableDisk)) available"),
        ]
    }

    /// What is wrong, and what to do about it.
    package var warnings: [String] {
        var found: [String] = []
        if hasAVX512, !blasUsesAVX512 {
            let cure =
                presetCoreType == nil
                ? "install a newer OpenBLAS" : "unset OPENBLAS_CORETYPE, which is '\(presetCoreType ?? "")'"
            found.append(
                "the processor has AVX-512, and OpenBLAS runs its '\(blasCore)' kernels at about half the speed: \(cure)"
            )
        }
        if path == .portable {
            found.append("the processor has neither AVX2 nor AVX-512: everything runs, slowly")
        }
        if availableMemory < 2 << 30 {
            found.append("less than 2 GiB of memory are available: close other programs or use smaller batches")
        }
        if availableDisk < 1 << 30 {
            found.append("less than 1 GiB of disk is available: use --output to write runs somewhere else")
        }
        return found
    }

    private func row(_ name: String, _ value: String) -> String {
        name.padding(toLength: 15, withPad: " ", startingAt: 0) + value
    }

    private func gibibytes(_ bytes: Int) -> String {
        String(format: "%.1f GiB", Double(bytes) / Double(1 << 30))
    }
}
