/// Whether a pass trains or reads a prompt.
public enum Phase: String, Sendable, Hashable, Codable {
    /// With gradients; targets follow the prompt.
    case training
    /// Without gradients; what follows will be decoded.
    case prefill
}
