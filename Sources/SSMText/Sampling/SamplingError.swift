/// What can be wrong with how tokens are drawn, or with what they are drawn from.
public enum SamplingError: Error, Sendable, Hashable {
    /// An option outside of what it may be.
    case invalid(option: String, value: String, allowed: String)
    /// A logit that no token can be chosen by; `step` counts the tokens generated before, `sequence` names the prompt.
    case notFinite(sequence: String, step: Int, token: Int, value: String)
    /// Every logit is minus infinity.
    case nothingToChoose(sequence: String, step: Int)
}

extension SamplingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .invalid(let option, let value, let allowed):
            "\(option) is \(value); it has to be \(allowed)"
        case .notFinite(let sequence, let step, let token, let value):
            "\(Self.name(sequence)): after \(step) generated tokens the logit of token \(token) is \(value); "
                + "check the weights of the model and the parameters of its strategies"
        case .nothingToChoose(let sequence, let step):
            "\(Self.name(sequence)): after \(step) generated tokens every logit is minus infinity; "
                + "check the weights of the model and the parameters of its strategies"
        }
    }

    private static func name(_ sequence: String) -> String {
        sequence.isEmpty ? "generation" : "prompt '\(sequence)'"
    }
}
