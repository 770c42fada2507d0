import COpenBLAS

/// The BLAS library that matrix products run on.
package enum BLASLibrary {
    /// The name of the kernels that OpenBLAS chose for this CPU when it was loaded, such as `Cooperlake`.
    package static var coreName: String {
        openblas_get_corename().map { String(cString: $0) } ?? "unknown"
    }

    /// Whether the chosen kernels use AVX-512.
    package static var usesAVX512: Bool { ["SkylakeX", "Cooperlake", "SapphireRapids"].contains(coreName) }
}
