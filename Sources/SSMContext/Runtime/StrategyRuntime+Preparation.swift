extension StrategyRuntime {
    /// Makes training examples from samples, through every strategy of a stack.
    ///
    /// Innermost, a sample becomes its context, its questions and its answers.
    public static func prepare(
        _ samples: [Sample], through stack: StrategyStack, in context: DataContext
    ) async throws -> [TrainingExample] {
        try await prepare(samples, through: stack.entries[...], in: context)
    }

    private static func prepare(
        _ samples: [Sample], through entries: ArraySlice<StrategyStack.Entry>, in context: DataContext
    ) async throws -> [TrainingExample] {
        guard let outermost = entries.first else { return samples.map(\.trainingExample) }
        let rest = entries.dropFirst()
        return try await outermost.strategy.prepare(
            samples,
            in: DataContext(
                tokenizer: context.tokenizer, key: context.key.folding(outermost.label), record: context.record)
        ) { inner in
            try await prepare(inner, through: rest, in: context)
        }
    }
}
