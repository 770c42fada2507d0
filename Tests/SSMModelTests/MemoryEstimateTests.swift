import Foundation
import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

/// The estimates beside what a device measures, at shapes small enough to run.
@Suite struct MemoryEstimateTests {
    /// What an estimate may be wrong by: it leaves out scratch of kernels and moments when an array is freed a little
    /// later than it could be.
    private static let accuracy = 0.85...1.15

    struct Reading: Sendable, CustomTestStringConvertible {
        let model: ModelConfiguration
        let lengths: [Int]
        var selecting: [Int] = []
        var losses = 0
        var testDescription: String {
            "width \(model.width), \(lengths.count) x \(lengths[0]) rows, selecting \(selecting), losses \(losses)"
        }
    }

    static let small = ModelConfiguration(vocabularySize: 64, width: 48, layers: 3, state: 8)
    static let wide = ModelConfiguration(vocabularySize: 5000, width: 128, layers: 2, state: 16)
    static let readings =
        [100, 512, 3000, 9000].flatMap { length in
            [
                Reading(model: small, lengths: [length]), Reading(model: wide, lengths: [length]),
                Reading(model: small, lengths: [length], selecting: [1]),
                Reading(model: wide, lengths: [length], losses: 100),
            ]
        } + [
            Reading(model: small, lengths: [3000, 3000, 3000]), Reading(model: small, lengths: [6000], selecting: [0]),
            Reading(model: small, lengths: [6000], selecting: [0, 2]),
            Reading(model: wide, lengths: [4000], selecting: [1], losses: 4000),
        ]

    @Test(arguments: readings)
    func `a prefill takes what is estimated`(_ reading: Reading) throws {
        let device = Device(workers: 1)
        let model = try LanguageModel(randomly: reading.model, key: RandomKey(seed: 1), on: device)
        let estimate = MemoryEstimate(reading.model)
        #expect(device.bytesInUse == estimate.weightBytes)
        let sequences = reading.lengths.map {
            TinyModel.tokens($0, vocabularySize: reading.model.vocabularySize, key: RandomKey(seed: 2))
        }
        let rows = reading.lengths.reduce(0, +)
        var hooks: [any ScanHook] = []
        // Nearly every row stays, which is the most that a selecting layer can hold.
        if !reading.selecting.isEmpty {
            hooks = [
                KeepWhere(layers: .some(reading.selecting)) { rows, _, protected in
                    rows.filter { $0 % 32 != 1 || protected.contains($0) }
                }
            ]
        }
        let last = RowNames(reading.lengths.map { [Int32($0 - 1)] })
        let targets = sequences[0].indices.suffix(reading.losses).map {
            LossTargets.Target(position: Int32($0), token: 0, weight: 1, isRequired: true)
        }
        let outputs =
            reading.losses > 0
            ? ForwardOutputs(loss: LossTargets([targets])) : ForwardOutputs(state: true, logits: .at(last))
        let request = ForwardRequest(
            stream: TokenStream(sequences), sequences: TinyModel.prompts(sequences), outputs: outputs, hooks: hooks)
        device.resetPeak()
        let before = device.bytesInUse
        _ = try model.forward(request, meter: CostMeter())
        let measured = device.peakBytes - before
        let held = HeldRows(residual: reading.selecting.isEmpty ? 0 : rows)
        // The names of the rows are no tensors.
        let names = rows * 16 + held.residual * 64
        let estimated =
            estimate.prefillBytes(rows: rows, sequences: sequences.count, held: held, losses: reading.losses) - names
        let ratio = Double(estimated) / Double(measured)
        #expect(Self.accuracy.contains(ratio), "estimated \(estimated), measured \(measured): \(ratio)")
    }

    @Test(arguments: [1, 4])
    func `decoding takes what is estimated`(_ count: Int) throws {
        let device = Device(workers: 1)
        let model = try LanguageModel(randomly: Self.wide, key: RandomKey(seed: 1), on: device)
        let estimate = MemoryEstimate(Self.wide)
        let prompts = (0..<count).map { TinyModel.tokens(5, key: RandomKey(seed: UInt64($0))) }
        let infos = TinyModel.prompts(prompts)
        let read = try pass(model, prompts)
        let state = try #require(read.state).gathered(Array(0..<count))
        let stateBytes = state.layers.reduce(0) { $0 + 4 * ($1.convolution.count + $1.scan.count) }
        #expect(stateBytes == count * estimate.stateBytes)
        let before = device.bytesInUse - stateBytes
        device.resetPeak()
        _ = try model.step(prompts.map { $0[0] }, from: state, sequences: infos, meter: CostMeter())
        let measured = device.peakBytes - before
        let ratio = Double(estimate.decodingBytes(sequences: count)) / Double(measured)
        #expect(Self.accuracy.contains(ratio), "\(ratio) of \(measured)")
    }

    @Test(arguments: [true, false])
    func `parameters are counted as the model has them`(_ ties: Bool) throws {
        var configuration = Self.small
        configuration.tiesEmbeddings = ties
        let counts = ParameterCounts(of: configuration)
        #expect(counts.total == configuration.parameterCount)
        #expect(counts.embedding == 64 * 48 && counts.head == (ties ? 0 : 64 * 48) && counts.finalNorm == 48)
        #expect(counts.total == counts.embedding + counts.blocks + counts.finalNorm + counts.head)
        let published = ModelConfiguration(vocabularySize: 50280, width: 768, layers: 24)
        #expect(ParameterCounts(of: published).total == 129_135_360)  // state-spaces/mamba-130m
    }

    @Test func `operations are counted by part`() {
        let model = ModelConfiguration(vocabularySize: 10, width: 4, layers: 1, state: 2, timeStepRank: 1)  // E 8, K 4
        let flops = TokenFLOPs(of: model)
        #expect(flops.projections == 2 * (2 * 8 * 4 + (1 + 2 * 2) * 8 + 8 * 1 + 4 * 8))
        #expect(flops.convolution == 2 * 8 * 4 && flops.scan == 7 * 8 * 2 + 3 * 8 && flops.head == 2 * 10 * 4)
        #expect(flops.forward == flops.projections + flops.convolution + flops.scan + flops.head)
        #expect(flops.training == 3 * flops.forward)
        #expect(flops.projections == model.blockFLOPsPerRow && flops.head == model.headFLOPsPerRow)
    }

    @Test func `sizes beyond every machine are the largest number`() {
        let model = ModelConfiguration(vocabularySize: 1 << 30, width: 1 << 30, layers: 1 << 30)
        let estimate = MemoryEstimate(model)
        #expect(ParameterCounts(of: model).total == .max && TokenFLOPs(of: model).training == .max)
        #expect(estimate.weightBytes == .max && estimate.trainingBytes(tokens: 1) == .max)
        #expect(estimate.prefillBytes(rows: .max, sequences: .max, held: HeldRows(residual: .max)) == .max)
        #expect(
            HeldRows(residual: 3, elements: .max).joined(with: HeldRows(residual: 5, elements: 1))
                == HeldRows(residual: 5, elements: .max))
    }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (12_345, "12.3 kB"), (99_949, "99.9 kB"), (99_951, "100 kB"),
        (999_499, "999 kB"), (999_600, "1.0 MB"), (1_500_000_000, "1.5 GB"), (Int.max, "9.2 EB"),
    ])
    func `bytes are written with three figures`(_ bytes: Int, _ text: String) {
        #expect(MemoryEstimate.text(bytes) == text)
    }
}
