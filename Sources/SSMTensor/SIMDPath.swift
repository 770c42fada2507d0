import CSSMKernels

/// The instruction set that the arithmetic kernels use.
public enum SIMDPath: String, Sendable, CaseIterable {
    /// Plain C, on every CPU.
    case portable
    /// AVX2 with fused multiply-add.
    case avx2
    /// AVX-512.
    case avx512

    /// The fastest path that this CPU can run.
    public static let best: SIMDPath = allCases.last(where: \.isAvailable) ?? .portable

    /// Whether this CPU can run the path.
    public var isAvailable: Bool { ssm_path_available(kernel) }

    var kernel: ssm_path {
        switch self {
        case .portable: ssm_path(SSM_PORTABLE)
        case .avx2: ssm_path(SSM_AVX2)
        case .avx512: ssm_path(SSM_AVX512)
        }
    }
}
