/// The tokens of an example, after its prompt was cut.
struct InstructionLengths: Sendable, Hashable {
    /// Tokens of the prompt.
    let prompt: Int
    /// Tokens of the response.
    let response: Int
    /// Whether tokens of the prompt were taken out.
    let isCut: Bool

    /// The lengths of a prompt and a response: the prompt gives way behind its first tokens, the response never.
    init(prompt: Int, response: Int, configuration: InstructionConfiguration) {
        let excess = prompt + response + 1 - configuration.limits.truncateTo
        let removed = max(0, min(excess, prompt - configuration.limits.keepFirst))
        self.prompt = prompt - removed
        self.response = response
        isCut = removed > 0
    }

    /// All tokens of the example, with the one that ends it.
    var total: Int { prompt + response + 1 }

    /// Why a source does not take the example; nil when it does.
    ///
    /// - Parameter limit: the tokens that examples are cut to.
    /// - Source: ReMamba's preparation of its data, which looks at the lengths after the prompt was cut.
    func objection(of source: InstructionSource, limit: Int) -> InstructionCounts.Reason? {
        if prompt == 0 { return .emptyPrompt }
        if response == 0 { return .emptyResponse }
        if prompt <= source.promptAbove { return .shortPrompt }
        if total >= source.totalBelow { return total > limit ? .longResponse : .tooLong }
        return nil
    }
}
