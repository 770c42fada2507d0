import SSMModel

/// A place whose values a dump can hold, by its name in files and on the command line.
package enum DumpSite: String, Sendable, Hashable, CaseIterable {
    /// Rows that enter the first block: (token, channel).
    case embedding
    /// Rows of the residual stream after a block: (token, channel).
    case residual
    /// Rows that enter the convolution of a block: (token, channel).
    case convolutionInput = "conv-input"
    /// Input of the scan, after the convolution and the hooks: (token, channel).
    case x
    /// Step sizes before bias and softplus: (token, channel).
    case rawStep = "raw-step"
    /// The step sizes that the scan used: (token, channel).
    case step
    /// How a row enters the state: (token, state).
    case b
    /// How a row reads the state: (token, state).
    case c
    /// What the output is gated by, before SiLU: (token, channel).
    case gate
    /// Gated output of the scan: (token, channel).
    case scanOutput = "scan-output"
    /// What a block adds to the residual stream: (token, channel).
    case blockOutput = "block-output"
    /// Rows after the final norm: (token, channel).
    case finalHidden = "final-hidden"
    /// State of the scan after some of the rows: (token, channel, state).
    case state
    /// The last rows that entered the convolution, after some of the rows: (token, tap, channel).
    case convolutionState = "conv-state"
    /// Original positions of the rows that stay in a layer that drops rows: (token).
    case kept
    /// Importance of the rows that a layer chose from: (token).
    case importance

    /// The name that stands for everything that enters a scan.
    package static let scanInputs = "scan-inputs"

    /// Where the model shows the values.
    var observed: Site {
        switch self {
        case .embedding: .embedding
        case .residual: .residual
        case .convolutionInput: .convolutionInput
        case .x, .rawStep, .step, .b, .c, .gate: .hookedScanInputs
        case .scanOutput: .scanOutput
        case .blockOutput: .blockOutput
        case .finalHidden: .finalHidden
        case .state: .state
        case .convolutionState: .convolutionState
        case .kept: .kept
        case .importance: .importance
        }
    }

    /// The names of the axes behind that of the rows.
    var axes: [String] {
        switch self {
        case .b, .c: ["state"]
        case .state: ["channel", "state"]
        case .convolutionState: ["tap", "channel"]
        case .kept, .importance: []
        default: ["channel"]
        }
    }

    /// Whether the site belongs to the model and not to one of its layers.
    var isOfWholeModel: Bool { self == .embedding || self == .finalHidden }
}
