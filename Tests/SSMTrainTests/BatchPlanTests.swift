import SSMContext
import SSMTensor
import SSMText
import SSMTrain
import Testing

@Suite struct BatchPlanTests {
    private let key = RandomKey(seed: 9)

    /// Examples of given numbers of tokens, whose last `answer` tokens are the target.
    private struct Source {
        let tokenizer: WordTokenizer
        let counts: [Int]
        var answer = 1

        init(_ counts: [Int], answer: Int = 1) throws {
            tokenizer = try WordTokenizer(words: [" a", " b"])
            self.counts = counts
            self.answer = answer
        }

        func example(_ index: Int) throws -> EncodedExample {
            let count = counts[index % counts.count]
            let answer = min(answer, count)
            let pieces: [TrainingExample.Piece] = [
                .init(text: String(repeating: " a", count: count - answer), role: .context, isEvidence: true),
                .init(text: String(repeating: " b", count: answer), role: .target),
            ]
            return try TrainingExample(id: "\(index)", pieces: pieces).encoded(with: tokenizer)
        }
    }

    private func step(
        _ stage: StageConfiguration, from position: Int = 0, _ source: Source
    ) async throws -> TrainingStep {
        try await BatchPlan(stage: stage, key: key).step(1, from: position, length: 16) { index, _ in
            try source.example(index)
        }
    }

    private func keys(from position: Int, count: Int, _ source: Source) async throws -> [RandomKey] {
        try await step(StageConfiguration(batchTokens: 4 * count), from: position, source).batches[0].keys
    }

    @Test func `a batch takes examples in order while they fit`() async throws {
        let stage = try StageConfiguration(batchTokens: 10)
        let source = try Source([4, 3, 3, 5, 6, 2])
        let first = try await step(stage, source)
        #expect(first.batches.map(\.ids) == [["0", "1", "2"]])
        #expect(first.next == 3)
        #expect(first.tokens == 10)
        let second = try await step(stage, from: first.next, source)
        #expect(second.batches.map(\.ids) == [["3"]])
        #expect(second.next == 4)
    }

    @Test func `rows lie end to end and belong to their example`() async throws {
        let batch = try await step(StageConfiguration(batchTokens: 9), Source([4, 2, 3], answer: 2)).batches[0]
        #expect(batch.layout.starts == [0, 4, 6, 9])
        #expect(batch.tokens == [1, 1, 2, 2, 2, 2, 1, 2, 2])
        #expect(batch.targets == [1, 2, 2, -1, 2, -1, 2, 2, -1])
        #expect(batch.isTarget == [false, true, true, false, true, false, true, true, false])
        #expect(batch.evidence == [true, true, false, false, false, false, true, false, false])
        #expect(batch.targetCount == 5)
    }

    @Test func `each kind of row weighs its share of the whole step`() async throws {
        let stage = try StageConfiguration(batchTokens: 7, accumulation: 3, loss: LossWeights(target: 2, other: 0.5))
        let batches = try await step(stage, Source([4, 2, 3], answer: 2)).batches
        #expect(batches.count == 3)
        let rows = batches.flatMap { batch in
            batch.tokens.indices.map { (batch.isTarget[$0], batch.targets[$0], batch.weights[$0]) }
        }
        let targets = rows.filter { $0.0 }
        let others = rows.filter { !$0.0 && $0.1 >= 0 }
        #expect(!targets.isEmpty && !others.isEmpty)
        #expect(targets.allSatisfy { $0.2 == Float(2 / Double(targets.count)) })
        #expect(others.allSatisfy { $0.2 == Float(0.5 / Double(others.count)) })
        #expect(rows.allSatisfy { $0.1 >= 0 || $0.2 == 0 })
        #expect(batches[0].scoredRows == [0, 1, 2, 4])
    }

    @Test func `a kind of weight 0 does not count`() async throws {
        let stage = try StageConfiguration(batchTokens: 8, loss: LossWeights(target: 0, other: 0.3))
        let batch = try await step(stage, Source([8], answer: 3)).batches[0]
        #expect(abs(batch.weights.reduce(0, +) - 0.3) < 1e-6)
        #expect(batch.scoredRows == [0, 1, 2, 3])
    }

    @Test func `accumulated batches hold the examples of one larger batch`() async throws {
        let source = try Source([5])
        let parts = try await step(StageConfiguration(batchTokens: 10, accumulation: 3), source)
        let whole = try await step(StageConfiguration(batchTokens: 30), source)
        #expect(parts.batches.flatMap(\.ids) == whole.batches[0].ids)
        #expect(parts.batches.flatMap(\.weights) == whole.batches[0].weights)
        #expect(parts.next == whole.next)
    }

    @Test func `an example's key comes from its index and not from its place`() async throws {
        let source = try Source([4])
        let early = try await step(StageConfiguration(batchTokens: 12), source).batches[0]
        let late = try await step(StageConfiguration(batchTokens: 4), from: 2, source).batches[0]
        #expect(early.keys[2] == late.keys[0])
        let parts = try await step(StageConfiguration(batchTokens: 8, accumulation: 2), from: 1, source).batches
        #expect(parts[0].keys + parts[1].keys == early.keys[1...] + (try await keys(from: 3, count: 2, source)))
        #expect(Set(early.keys).count == 3)
    }

    @Test func `an example above the budget makes a batch of its own`() async throws {
        let source = try Source([20, 3])
        let step = try await step(StageConfiguration(batchTokens: 8, accumulation: 2), source)
        #expect(step.batches.map(\.ids) == [["0"], ["1"]])
        #expect(step.tokens == 23)
    }

    @Test func `an example without tokens is an error that names it`() async throws {
        let source = try Source([3, 0])
        await #expect(throws: TrainingError.emptyExample(id: "1")) {
            try await step(StageConfiguration(batchTokens: 8), source)
        }
    }

    @Test func `a step whose rows have no weight is an error`() async throws {
        let source = try Source([3], answer: 0)
        await #expect(throws: TrainingError.nothingToLearn(stage: "base", step: 1, firstExample: "0")) {
            try await step(StageConfiguration(batchTokens: 8), source)
        }
    }
}
