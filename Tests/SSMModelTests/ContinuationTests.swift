import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

/// A sequence gives the same whichever way it is cut.
@Suite struct ContinuationTests {
    private let length = 40
    private let tokens = TinyModel.tokens(40, key: RandomKey(seed: 31))
    private let model: LanguageModel
    private let whole: ForwardResult

    init() throws {
        model = try TinyModel.make(on: Device(workers: 1, poisoned: true))
        whole = try pass(model, [tokens])
    }

    @Test(arguments: 1...40) func `equal pieces of every size give the logits and state of one pass`(
        _ size: Int
    ) throws {
        let pieces = stride(from: 0, to: length, by: size).map { $0..<min($0 + size, length) }
        try expectWhole(pieces.map { ($0, .prefill) }, named: "prefill in pieces of \(size)")
        try expectWhole(pieces.map { ($0, .read) }, named: "decoding in pieces of \(size)")
    }

    @Test func `a thousand random splits into chunks and steps give the logits and state of one pass`() throws {
        var generator = RandomKey(seed: 32).generator
        for split in 0..<1000 {
            var pieces: [(Range<Int>, Reading)] = []
            var start = 0
            while start < length {
                let size = 1 + generator.below(min(length - start, 1 + generator.below(length)))
                let kind: Reading =
                    switch generator.below(3) {
                    case 0: .prefill
                    case 1: .chunks(of: 1 + generator.below(8))
                    default: .read
                    }
                pieces.append((start..<(start + size), kind))
                start += size
            }
            try expectWhole(pieces, named: "split \(split) \(pieces)")
        }
    }

    @Test(arguments: [1, 2, 3, 7, 16, 39, 40, 41]) func `the size of chunks changes nothing`(_ rows: Int) throws {
        let sequences = [tokens, Array(tokens.prefix(5)), Array(tokens.reversed())]
        let expected = try pass(model, sequences)
        let chunked = try pass(model, sequences, chunkRows: rows)
        expectClose(chunked.allLogits, expected.allLogits, within: .summationOrder, named: "logits")
        expectClose(chunked.finalState, expected.finalState, named: "chunks of \(rows)")
    }

    @Test func `a sequence gives alone what it gives packed, one without rows among them`() throws {
        let sequences = [Array(tokens.prefix(5)), [], [tokens[7]], tokens, [], Array(tokens.suffix(33))]
        let packed = try pass(model, sequences)
        #expect(packed.layout.lengths == sequences.map(\.count))
        for (index, sequence) in sequences.enumerated() where !sequence.isEmpty {
            let alone = try pass(model, [sequence])
            expectClose(
                packed.allLogits.rows(packed.layout.range(of: index)), alone.allLogits, within: .summationOrder,
                named: "logits of sequence \(index)")
            expectClose(packed.finalState.gathered([index]), alone.finalState, named: "sequence \(index)")
        }
        let empty = packed.finalState.gathered([1])
        #expect(empty.positions == [0])
        #expect(empty.layers.allSatisfy { $0.scan.values.allSatisfy { $0 == 0 } })
    }

    @Test func `a batch of no sequences and a batch of empty ones give nothing`() throws {
        for sequences in [[], [[]], [[], []]] as [[[TokenID]]] {
            let result = try pass(model, sequences)
            #expect(result.allLogits.shape == [0, 32])
            #expect(result.finalState.count == sequences.count)
            #expect(result.positions.isEmpty)
        }
    }

    @Test func `sequences go on from gathered states`() throws {
        let other = Array(tokens.reversed())
        let state = try pass(model, [Array(tokens.prefix(11)), Array(other.prefix(4))]).finalState
        let swapped = state.gathered([1, 0, 1])
        #expect(swapped.positions == [4, 11, 4])
        let rest = [Array(other.dropFirst(4)), Array(tokens.dropFirst(11)), Array(other.dropFirst(4))]
        let result = try pass(model, rest, from: swapped)
        expectClose(result.finalState.gathered([1]), whole.finalState, named: "the first sequence")
        expectClose(result.finalState.gathered([2]), result.finalState.gathered([0]), named: "two copies of one state")
        #expect(result.positions.prefix(3) == [4, 5, 6])
    }

    // MARK: Pieces

    enum Reading: Sendable {
        case prefill
        case chunks(of: Int)
        case read
    }

    private func expectWhole(_ pieces: [(Range<Int>, Reading)], named name: String) throws {
        var state: ModelState?
        for (range, kind) in pieces {
            let piece = Array(tokens[range])
            let last: Tensor
            switch (kind, state) {
            case (.read, let before?):
                let result = try model.read(
                    [piece], from: before, sequences: TinyModel.prompts([tokens]), meter: CostMeter())
                (last, state) = (result.logits, result.state)
            case (.chunks(let rows), _):
                let result = try pass(model, [piece], from: state, chunkRows: rows)
                last = result.allLogits.rows((piece.count - 1)..<piece.count)
                state = result.finalState
            default:
                let result = try pass(model, [piece], from: state)
                expectClose(
                    result.allLogits, whole.allLogits.rows(range), within: .summationOrder,
                    named: "\(name), logits of rows \(range)")
                last = result.allLogits.rows((piece.count - 1)..<piece.count)
                state = result.finalState
            }
            expectClose(
                last, whole.allLogits.rows((range.upperBound - 1)..<range.upperBound), within: .summationOrder,
                named: "\(name), logits after row \(range.upperBound)")
        }
        let final = try #require(state)
        #expect(final.positions == [Int32(length)])
        expectClose(final, whole.finalState, named: name)
    }
}
