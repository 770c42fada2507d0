/// A signal ended a generation.
struct GenerationInterrupted: Error, CustomStringConvertible {
    /// Tokens that were generated before.
    let tokens: Int

    var description: String {
        "interrupted after \(tokens) generated \(tokens == 1 ? "token" : "tokens")"
    }
}
