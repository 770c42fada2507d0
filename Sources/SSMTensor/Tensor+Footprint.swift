import CSSMKernels

/// What decides how much memory an operation takes, for estimates.
extension Tensor {
    /// Logits that `crossEntropy` holds at a time, at most; a single row may have more.
    package static var crossEntropyElements: Int { CrossEntropyPass.chunkElements }

    /// Rows of a sequence for which a scan that gradients flow through keeps one state.
    package static var scanSpan: Int { Int(SSM_SCAN_SPAN) }

    /// Channels of a group, each of which makes gradients of B and C of its own in the backward pass of a scan.
    package static func scanGroupSize(channels: Int) -> Int { ScanRun.groupSize(channels: channels) }
}
