import ArgumentParser
import SSMText

/// How a command that generates text chooses tokens.
struct SamplingArguments: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: """
            What logits are divided by before a token is drawn; 0 takes the most probable token. Default 0, or 1 with \
            --top-k or --top-p.
            """)
    var temperature: Double?

    @Option(parsing: .unconditional, help: "Draw among this many most probable tokens.")
    var topK: Int?

    @Option(
        parsing: .unconditional, help: "Draw among the most probable tokens that have this probability together.")
    var topP: Double?

    @Option(
        parsing: .unconditional, help: "Make tokens that the prompt or the output has less probable: above 1.")
    var repetitionPenalty = 1.0

    @Option(parsing: .unconditional, help: "Where random numbers begin; equal seeds give equal texts.")
    var seed: UInt64 = 0

    /// The options, checked.
    ///
    /// - Throws: `SamplingError`.
    func options() throws(SamplingError) -> SamplingOptions {
        try SamplingOptions(
            temperature: temperature ?? (topK == nil && topP == nil ? 0 : 1), topK: topK, topP: topP,
            repetitionPenalty: repetitionPenalty)
    }

    func validate() throws {
        do {
            _ = try options()
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
