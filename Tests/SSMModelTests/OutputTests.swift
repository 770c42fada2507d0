import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

/// What a pass returns, and what it costs.
@Suite struct OutputTests {
    private let model: LanguageModel
    private let sequences = [9, 4].map { TinyModel.tokens($0, key: RandomKey(seed: 81).folding($0)) }

    init() throws {
        model = try TinyModel.make(on: Device(workers: 1, poisoned: true))
    }

    private func forward(_ outputs: ForwardOutputs, chunkRows: Int? = nil) throws -> ForwardResult {
        try model.forward(
            ForwardRequest(
                stream: TokenStream(sequences), sequences: TinyModel.prompts(sequences), outputs: outputs,
                chunkRows: chunkRows),
            meter: CostMeter())
    }

    @Test func `only what is asked for comes back`() throws {
        let nothing = try forward(ForwardOutputs())
        #expect(nothing.state == nil)
        #expect(nothing.hidden == nil)
        #expect(nothing.logits == nil)
        #expect(nothing.loss == nil)
        #expect(nothing.layout.lengths == [9, 4])
    }

    @Test(arguments: [nil, 1, 5]) func `named rows come back with their names`(_ chunkRows: Int?) throws {
        let whole = try pass(model, sequences)
        let names = RowNames([[3, 8, 100], [0]])
        let result = try forward(ForwardOutputs(hidden: .surviving, logits: .at(names)), chunkRows: chunkRows)
        let logits = try #require(result.logits)
        #expect(logits.positions == [3, 8, 0])
        #expect(logits.layout.lengths == [2, 1])
        expectClose(
            logits.values, whole.allLogits.gathered(rows: [3, 8, 9]), within: .summationOrder, named: "logits")
        expectClose(result.allHidden, whole.allHidden, within: .summationOrder, named: "hidden rows")
    }

    @Test(arguments: [nil, 1, 5]) func `the loss is that of the logits`(_ chunkRows: Int?) throws {
        let targets = LossTargets([
            [
                .init(position: 0, token: 5, weight: 2, isRequired: true),
                .init(position: 1, token: 6, weight: 0, isRequired: true),
                .init(position: 7, token: 7, weight: 0.5, isRequired: false),
            ],
            [.init(position: 3, token: 8, weight: 1, isRequired: true)],
        ])
        let rows: [(row: Int, token: Int)] = [(0, 5), (1, 6), (7, 7), (12, 8)]
        let logits = try pass(model, sequences).allLogits
        let losses = rows.map { row, token in
            let values = logits.rows(row..<(row + 1)).values.map(Double.init)
            let top = values.max() ?? 0
            return Portable.log(values.reduce(0) { $0 + Portable.exp($1 - top) }) + top - values[token]
        }
        let best = logits.argmaxRows()
        let correct = [rows[0], rows[3]].count { best[$0.row] == $0.token }
        let loss = try #require(try forward(ForwardOutputs(loss: targets), chunkRows: chunkRows).loss)
        let total = 2 * losses[0] + 0.5 * losses[2] + losses[3]
        expectClose([loss.total.item], [Float(total)], within: .summationOrder, named: "total")
        expectClose(
            [Float(loss.requiredLoss)], [Float(losses[0] + losses[3])], within: .summationOrder, named: "required loss")
        #expect(loss.requiredCount == 2)
        #expect(loss.requiredCorrect == correct)
        #expect(loss.weight == 3.5)
    }

    @Test func `a target that predicts what the model says is counted as correct`() throws {
        let best = try pass(model, sequences).allLogits.argmaxRows()
        let targets = LossTargets([
            (0..<9).map { (row: Int) -> LossTargets.Target in
                let token = row < 6 ? best[row] : (best[row] + 1) % 32
                return .init(position: Int32(row), token: TokenID(token), weight: 1, isRequired: true)
            }
        ])
        #expect(try #require(try forward(ForwardOutputs(loss: targets)).loss).requiredCorrect == 6)
    }

    @Test func `rows given as a tensor are read like embedded ones`() throws {
        let embedding = try #require(model.parameters["backbone.embeddings.weight"])
        let tokens = sequences[0]
        let given = Tensor.embedding(Array(tokens[2..<5]), table: embedding)
        let stream = TokenStream(
            source: RowSource([.tokens(Array(tokens[..<2])), .rows(given), .tokens(Array(tokens[5...]))]),
            positions: Array(0..<9), tokens: tokens, layout: SequenceLayout(lengths: [9]))
        let whole = try pass(model, [tokens])
        for chunkRows in [nil, 1, 3] {
            let spliced = try model.forward(
                ForwardRequest(
                    stream: stream, sequences: TinyModel.prompts([tokens]),
                    outputs: ForwardOutputs(state: true, hidden: .surviving, logits: .surviving),
                    chunkRows: chunkRows),
                meter: CostMeter())
            expectClose(spliced.allLogits, whole.allLogits, within: .summationOrder, named: "logits")
            expectClose(spliced.finalState, whole.finalState, named: "spliced rows")
        }
    }

    @Test(arguments: [nil, 1, 2]) func `of rows that share a position the last answers to its name`(
        _ chunkRows: Int?
    ) throws {
        let tokens: [TokenID] = [3, 4, 5, 6, 7, 8]
        let stream = TokenStream(
            source: RowSource([.tokens(tokens)]), positions: [0, 1, 1, 1, 2, 1], tokens: tokens,
            layout: SequenceLayout(lengths: [5, 1]))
        let targets = [[1, 2], [1]].map { positions in
            positions.map { LossTargets.Target(position: $0, token: 9, weight: 1, isRequired: true) }
        }
        let result = try model.forward(
            ForwardRequest(
                stream: stream, sequences: TinyModel.prompts([tokens, tokens]),
                outputs: ForwardOutputs(
                    hidden: .surviving, logits: .at(RowNames([[1], [1]])), loss: LossTargets(targets)),
                chunkRows: chunkRows),
            meter: CostMeter())
        let hidden = try #require(result.hidden).values
        expectClose(
            result.allLogits, model.logits(of: hidden.gathered(rows: [3, 5])), within: .summationOrder,
            named: "logits")
        let loss = try #require(result.loss)
        let losses = Tensor.softmaxCrossEntropy(
            model.logits(of: hidden.gathered(rows: [3, 4, 5])), targets: [9, 9, 9], weights: [1, 1, 1])
        #expect(loss.requiredCount == 3)
        expectClose([loss.total.item], [losses.total.item], within: .summationOrder, named: "loss")
    }

    @Test func `a source is cut into runs of the same rows`() {
        let given = Tensor([1, 2, 3, 4, 5, 6], shape: [3, 2], on: model.device)
        let source = RowSource([.tokens([7, 8]), .rows(given), .tokens([9])])
        func texts(_ range: Range<Int>) -> [String] {
            source.parts(in: range).map {
                switch $0 {
                case .tokens(let tokens): "\(tokens)"
                case .rows(let rows): "\(rows.values)"
                }
            }
        }
        #expect(texts(0..<6) == ["[7, 8]", "[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]", "[9]"])
        #expect(texts(1..<3) == ["[8]", "[1.0, 2.0]"])
        #expect(texts(3..<5) == ["[3.0, 4.0, 5.0, 6.0]"])
        #expect(texts(4..<4) == [])
    }

    @Test func `the meter counts passes, scanned rows and decoded tokens`() throws {
        let meter = CostMeter()
        let read = try pass(model, sequences, chunkRows: 3, meter: meter)
        #expect(meter.cost.passes == 1)
        #expect(meter.cost.scannedRows == [13, 13])
        #expect(meter.cost.decodedTokens == 0)
        _ = try model.read(
            [[1, 2], [3]], from: read.finalState, sequences: TinyModel.prompts(sequences), meter: meter)
        #expect(meter.cost.passes == 1)
        #expect(meter.cost.decodedTokens == 3)
        #expect(meter.cost.totalScannedRows == 32)
        _ = try pass(model, sequences, meter: meter)
        #expect(meter.cost.passes == 2)
    }

    @Test func `memory of a prefill does not grow with its length`() throws {
        let device = Device(workers: 2)
        let small = try TinyModel.make(on: device)
        func peak(_ length: Int) throws -> Int {
            let tokens = TinyModel.tokens(length, key: RandomKey(seed: 82))
            device.resetPeak()
            let before = device.bytesInUse
            _ = try small.forward(
                ForwardRequest(
                    stream: TokenStream([tokens]), sequences: TinyModel.prompts([tokens]),
                    outputs: ForwardOutputs(state: true, logits: .at(RowNames([[Int32(length - 1)]])))),
                meter: CostMeter())
            return device.peakBytes - before
        }
        #expect(try peak(100_000) == peak(10_000))
    }
}
