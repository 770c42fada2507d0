import SSMReport

/// A signal ended a generation.
struct GenerationInterrupted: Error, CustomStringConvertible {
    /// Tokens that were generated before.
    let tokens: Int

    var description: String {
        "interrupted after \(NumberText.counted(tokens, "generated token"))"
    }
}
