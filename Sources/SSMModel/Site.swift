/// A place in the model whose values can be observed.
public enum Site: String, Sendable, Hashable, CaseIterable, Codable {
    /// Rows that enter the first block: (T, D).
    case embedding
    /// Rows of the residual stream after a block: (T, D).
    case residual
    /// Rows that enter the convolution: (T, E).
    case convolutionInput = "conv-input"
    /// The last rows that entered the convolution, after a chunk: (sequences of the chunk, K - 1, E).
    case convolutionState = "conv-state"
    /// What enters the scan, before any hook.
    case scanInputs = "scan-inputs"
    /// What enters the scan, after the hooks.
    case hookedScanInputs = "hooked-scan-inputs"
    /// Gated output of the scan: (T, E).
    case scanOutput = "scan-output"
    /// What a block adds to the residual stream: (T, D).
    case blockOutput = "block-output"
    /// State of the scan after a chunk: (sequences of the chunk, E, N).
    case state
    /// Importance of every row that a hook scored: (T) of whole sequences.
    case importance
    /// Rows that stay in a layer whose hooks drop rows, named by their positions; the value is 1 for each: (T').
    case kept
    /// What a strategy publishes, which `Observation.name` tells apart.
    case published
    /// Rows after the final norm: (T, D).
    case finalHidden = "final-hidden"

    var bit: UInt16 {
        switch self {
        case .embedding: 1
        case .residual: 2
        case .scanInputs: 4
        case .hookedScanInputs: 8
        case .scanOutput: 16
        case .blockOutput: 32
        case .state: 64
        case .importance: 128
        case .finalHidden: 256
        case .convolutionInput: 512
        case .convolutionState: 1024
        case .kept: 2048
        case .published: 4096
        }
    }
}
