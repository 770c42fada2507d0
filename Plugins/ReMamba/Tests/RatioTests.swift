import ReMamba
import SSMContext
import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

/// How many rows are compressed into how many, seen by the rows that are left.
@Suite struct RatioTests {
    private let model: LanguageModel
    private let parameters: ParameterTree

    init() throws {
        model = try TinyModel.make(TinyModel.configuration(width: 8, layers: 1, state: 1), on: Device(workers: 2))
        parameters = try ReMambaTests.parameters(for: model)
    }

    private func read(
        _ configuration: ReMambaConfiguration, lengths: [Int], phase: Phase = .prefill, seed: UInt64 = 1
    ) throws -> ForwardResult {
        let sequences = lengths.enumerated().map { TinyModel.tokens($1, key: RandomKey(seed: seed).folding($0)) }
        let infos = sequences.enumerated().map { index, tokens in
            SequenceInfo(
                id: "\(index)", promptLength: tokens.count, totalLength: tokens.count,
                key: RandomKey(seed: seed).folding("key").folding(index))
        }
        return try runtime(configuration, model, parameters).forward(
            ForwardRequest(
                stream: TokenStream(sequences), sequences: infos, outputs: ForwardOutputs(state: true)),
            phase: phase, meter: CostMeter())
    }

    /// Original positions of the rows of a sequence that are left, and how many of them are missing.
    private func positions(_ result: ForwardResult, _ sequence: Int = 0) -> [Int] {
        result.positions[result.layout.range(of: sequence)].map(Int.init)
    }

    @Test(arguments: [
        (0.18, 0.009, [12: 10, 100: 83, 2000: 1644, 5500: 4519, 6000: 4930, 9000: 7395]),
        (0.20, 0.05, [12: 10, 100: 81, 2000: 1620, 5500: 4455, 6000: 4860, 9000: 7290]),
        (0.25, 0.05, [12: 10, 100: 77, 2000: 1525, 5500: 4194, 6000: 4575, 9000: 6863]),
    ]) func `rows that are left are those of the published numbers`(
        _ compress: Double, _ keep: Double, _ expected: [Int: Int]
    ) throws {
        let lengths = expected.keys.sorted()
        let result = try read(ReMambaConfiguration(compress: compress, keep: keep), lengths: lengths)
        #expect(result.layout.lengths == lengths.map { expected[$0] })
        #expect(result.state?.positions == lengths.map { Int32($0) })
    }

    @Test(arguments: [1, 2, 3, 5]) func `a short prompt is compressed too`(_ length: Int) throws {
        let result = try read(ReMambaConfiguration(), lengths: [length])
        #expect(result.layout.lengths == [length])
        #expect(positions(result) == Array(0..<length))
        let plain = try model.forward(
            ForwardRequest(
                stream: TokenStream([TinyModel.tokens(length, key: RandomKey(seed: 1).folding(0))]),
                sequences: TinyModel.prompts([[]]), outputs: ForwardOutputs(state: true)),
            meter: CostMeter())
        let (left, right) = (try #require(result.state), try #require(plain.state))
        #expect(left.layers[0].scan.values != right.layers[0].scan.values)
    }

    @Test func `an empty prompt is left alone`() throws {
        let result = try read(ReMambaConfiguration(compress: 1), lengths: [0, 10, 0])
        #expect(result.layout.lengths == [0, 1, 0])
        #expect(try read(ReMambaConfiguration(), lengths: [0]).positions.isEmpty)
    }

    @Test func `start moves the region, which ends with the prompt`() throws {
        var configuration = ReMambaConfiguration(compress: 0.3, keep: 0.01, start: 0.25)
        var left = positions(try read(configuration, lengths: [40]))
        #expect(left.count == 29)
        #expect(left.prefix(10) == Array(0..<10)[...])
        #expect((10..<22).contains(left[10]))
        #expect(left.suffix(18) == Array(22..<40)[...])
        configuration.start = 0.9
        left = positions(try read(configuration, lengths: [40]))
        #expect(left == Array(0..<36) + [39])  // the last row of all is compressed, and its memory answers for it
    }

    @Test func `rows left and least memory rows are numbers of rows`() throws {
        let configuration = ReMambaConfiguration(leaving: 32, keep: 0.01, minimumRows: 8)
        let result = try read(configuration, lengths: [4, 33, 37, 64, 2000])
        // 1 of 4, 1 of 33, 5 of 37, 32 of 64 and 1968 of 2000 rows are compressed into 1, 1, 5, 8 and 20.
        #expect(result.layout.lengths == [4, 33, 37, 40, 52])
    }

    @Test func `protected rows stay inside the region, and fewer rows are made of it`() throws {
        let tokens = TinyModel.tokens(20, key: RandomKey(seed: 4))
        func left(_ protected: RowNames, keep: Double) throws -> [Int32] {
            try runtime(ReMambaConfiguration(compress: 0.5, keep: keep), model, parameters).forward(
                ForwardRequest(
                    stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
                    outputs: ForwardOutputs(state: true), protected: protected),
                phase: .prefill, meter: CostMeter()
            ).positions
        }
        #expect(try left(RowNames([[2, 7]]), keep: 1) == Array(0..<20))
        let few = try left(RowNames([[2, 7]]), keep: 0.1)
        #expect(few.count == 13)
        #expect(few.contains(2) && few.contains(7))
        #expect(try left(RowNames([Array(0..<10)]), keep: 0.1) == Array(0..<20))
    }

    // MARK: Training

    @Test func `training draws the ratios of each example by the authors' rule`() throws {
        let lengths = Array(repeating: 100, count: 60) + Array(repeating: 2000, count: 12)
        let configuration = ReMambaConfiguration()
        let result = try read(configuration, lengths: lengths, phase: .training)
        let missing = zip(lengths, result.layout.lengths).map { $0 - $1 }
        // 10 of 100 rows become ceil(10 rho), rho in 0.05...0.2: 1 or 2.
        #expect(Set(missing.prefix(60)) == [8, 9])
        // Of 2000 rows 200 to 500 are compressed: p is drawn up to 0.3, and 1500 rows are left.
        let long = missing.suffix(12)
        #expect(long.allSatisfy { (160...475).contains($0) })
        #expect(Set(long).count > 8)
        #expect(long.contains { $0 >= 400 })  // 0.8 · 500: the bound of 1500 rows was met
        #expect(try read(configuration, lengths: lengths, phase: .training).layout == result.layout)
        var other = configuration
        other.seed = 1
        #expect(try read(other, lengths: lengths, phase: .training).layout != result.layout)
        #expect(try read(configuration, lengths: lengths, phase: .training, seed: 9).layout != result.layout)
    }

    @Test func `every number of the training rule is a key`() throws {
        let rule = TrainingRatios(
            keep: RatioRange(0.5, 0.5), start: RatioRange(0.2, 0.55), long: 50, compressLong: RatioRange(0.4, 0.4),
            leaving: 35, compressShort: RatioRange(0.3, 0.3))
        let lengths = Array(repeating: 40, count: 30) + [50, 51, 100]
        let result = try read(ReMambaConfiguration(training: rule), lengths: lengths, phase: .training)
        // 12 of 40 rows into 6, 15 of 50 into 8, 51 - 35 = 16 of 51 into 8, 40 of 100 into 20.
        #expect(result.layout.lengths.prefix(30).allSatisfy { $0 == 34 })
        #expect(result.layout.lengths.suffix(3) == [43, 43, 80])
        let firsts = (0..<30).map { sequence -> Int in
            let left = positions(result, sequence)
            return zip(left, 0...).first { $0.0 != $0.1 }?.1 ?? 40
        }
        #expect(Set(firsts).count > 8)
        #expect(firsts.allSatisfy { $0 >= 8 })
    }
}
