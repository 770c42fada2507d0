import CSSMKernels
import Testing

/// A SIMD path that this machine can run.
struct Path: Sendable, CustomTestStringConvertible {
    let name: String
    let kernel: ssm_path

    var testDescription: String { name }

    static let available: [Path] = [
        Path(name: "portable", kernel: ssm_path(SSM_PORTABLE)),
        Path(name: "avx2", kernel: ssm_path(SSM_AVX2)),
        Path(name: "avx512", kernel: ssm_path(SSM_AVX512)),
    ].filter { ssm_path_available($0.kernel) }
}

/// Numbers of elements around the 16 lanes of a vector: none, one, primes, multiples and their neighbours.
let oddSizes = [0, 1, 7, 16, 17, 31, 64, 97, 131, 1009]
