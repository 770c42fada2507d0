import Foundation
import SSMAnalysis
import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

@Suite struct HiddenAttentionTests {
    private let device = Device(workers: 2, poisoned: true)

    /// One channel, three tokens, two states: numbers worked out apart from this program.
    private var threeTokens: RecordedScan {
        RecordedScan(
            layer: 0, channels: [0], x: Tensor([1, 2, -1], shape: [3, 1], on: device),
            steps: Tensor([0.1, 0.2, 0.3], shape: [3, 1], on: device),
            b: Tensor([1, 0.5, 0.2, -1, 0.3, 0.4], shape: [3, 2], on: device),
            c: Tensor([1, 1, 0.5, -0.5, 2, 1], shape: [3, 2], on: device),
            a: Tensor([-1, -2], shape: [1, 2], on: device),
            skip: Tensor([0], shape: [1], on: device), positions: [0, 1, 2], tokens: [5, 6, 7])
    }

    @Test func `the map of three tokens is the published one`() throws {
        let map = try HiddenAttention(of: threeTokens, form: .raw).map(ofChannel: 0)
        let expected: [Float] = [0.15, 0, 0, 0.024179, 0.12, 0, 0.1397, -0.050497, 0.3]
        expectClose(map.values.values, expected, within: .printedDigits, named: "map")
        let output = map.values.matmul(threeTokens.x)
        expectClose(output.values, [0.15, 0.264179, -0.261294], within: .printedDigits, named: "output")
    }

    @Test func `the map of a channel times its input, plus the skip, is what the scan gave out`() throws {
        let fixture = try MapFixture(length: 61)
        for layer in 0..<2 {
            let scan = try fixture.scan(layer)
            let gate = try #require(scan.surroundings).gate.silu().values
            let found = fixture.outputs.rows(of: .scanOutput, layer: layer).values
            let (x, skip) = (scan.x.values, scan.skip.values)
            let lanes = scan.channels.count
            let attention = try HiddenAttention(of: scan, form: .raw)
            for (lane, channel) in scan.channels.enumerated() {
                let map = try attention.map(ofChannel: channel).values.values
                let expected = (0..<scan.rows).map { row -> Float in
                    var output = Double(skip[lane]) * Double(x[row * lanes + lane])
                    for earlier in 0..<scan.rows {
                        output += Double(map[row * scan.rows + earlier]) * Double(x[earlier * lanes + lane])
                    }
                    return Float(output * Double(gate[row * lanes + lane]))
                }
                let column = (0..<scan.rows).map { found[$0 * lanes + lane] }
                expectClose(column, expected, within: .summationOrder, named: "layer \(layer), channel \(channel)")
            }
        }
    }

    @Test(arguments: [false, true])
    func `extended maps, the bias and the skip make up the output of the block`(_ drops: Bool) throws {
        let fixture = try MapFixture(length: 43, hooks: drops ? [KeepingThirds(layer: 0)] : [])
        let scan = try fixture.scan(0)
        let around = try #require(scan.surroundings)
        #expect(around.inputPositions.count == 43)
        #expect(scan.rows == (drops ? 15 : 43))
        let (raw, extended) = (
            try HiddenAttention(of: scan, form: .raw), try HiddenAttention(of: scan, form: .extended)
        )
        let lanes = scan.channels.count
        let slopes = Tensor.causalConvolution(
            around.input, weight: around.weight, bias: around.bias, layout: SequenceLayout(lengths: [43]), silu: false
        ).output.sigmoid().values
        let (input, bias, x) = (around.input.values, around.bias.values, scan.x.values)
        let (gate, skip) = (around.gate.silu().values, scan.skip.values)
        var gated = Array(repeating: Float(0), count: scan.rows * lanes)
        for lane in 0..<lanes {
            let inner = try raw.map(ofChannel: lane).values.values
            let outer = try extended.map(ofChannel: lane).values.values
            for row in 0..<scan.rows {
                var sum = 0.0
                for column in 0..<43 { sum += Double(outer[row * 43 + column]) * Double(input[column * lanes + lane]) }
                // What the extended form leaves out: the bias of the convolution, and the skip connection.
                var rest = Double(skip[lane]) * Double(x[row * lanes + lane])
                for (column, position) in scan.positions.enumerated() {
                    let slope = slopes[Int(position) * lanes + lane]
                    rest += Double(inner[row * scan.rows + column]) * Double(slope) * Double(bias[lane])
                }
                sum += rest * Double(gate[row * lanes + lane])
                gated[row * lanes + lane] = Float(sum)
            }
        }
        let output = Tensor(gated, shape: [scan.rows, lanes], on: fixture.device)
        expectClose(
            output, fixture.outputs.rows(of: .scanOutput, layer: 0), within: .summationOrder, named: "gated output")
        expectClose(
            output.linear(around.outProjection), fixture.outputs.rows(of: .blockOutput, layer: 0),
            within: .summationOrder, named: "output of the block")
    }

    @Test func `a projected norm is that of a position's contribution`() throws {
        let fixture = try MapFixture(length: 37)
        let scan = try fixture.scan(1)
        let around = try #require(scan.surroundings)
        let lanes = scan.channels.count
        let norms = try HiddenAttention.projectedNorms(of: scan, channelCount: lanes)
        let extended = try HiddenAttention(of: scan, form: .extended)
        let maps = try scan.channels.map { try extended.map(ofChannel: $0).values.values }
        let (input, projection) = (around.input.values, around.outProjection.values)
        let width = around.outProjection.rows
        let expected = (0..<37 * 37).map { place -> Float in
            var squares = 0.0
            for output in 0..<width {
                var part = 0.0
                for lane in 0..<lanes {
                    let contribution = Double(maps[lane][place]) * Double(input[place % 37 * lanes + lane])
                    part += Double(projection[output * lanes + lane]) * contribution
                }
                squares += part * part
            }
            return Float(squares.squareRoot())
        }
        expectClose(norms.values.values, expected, within: .summationOrder, named: "norms")
        #expect(throws: MapError.channelsMissing(layer: 1, found: 2, needed: lanes)) {
            try HiddenAttention.projectedNorms(of: scan.keeping(channels: [1, 4]), channelCount: lanes)
        }
    }

    @Test func `averages are those of the channels' maps, and signed ones cancel`() throws {
        let fixture = try MapFixture(length: 70)
        let scan = try fixture.scan(0)
        let lanes = Double(scan.channels.count)
        let maps = scan.channels.indices.map { naiveMap(scan, lane: $0) }
        let averages = try HiddenAttention(of: scan, form: .raw).averages()
        var (signed, absolute): ([Float], [Float]) = ([], [])
        for row in 0..<70 {
            for column in 0..<70 {
                let entries = maps.map { $0[row][column] }
                signed.append(Float(entries.reduce(0, +) / lanes))
                absolute.append(Float(entries.map(abs).reduce(0, +) / lanes))
            }
        }
        expectClose(averages.signed.values.values, signed, within: .summationOrder, named: "signed")
        expectClose(averages.absolute.values.values, absolute, within: .summationOrder, named: "absolute")
        #expect(zip(signed, absolute).contains { abs($0) < 0.5 * $1 })
        let sums = averages.rowNormalized.values.rowSums().values
        expectClose(sums, Array(repeating: 1, count: 70), within: .summationOrder, named: "sums of rows")
    }

    @Test func `selected rows, columns and channels are those of the whole map`() throws {
        let fixture = try MapFixture(length: 70)
        let chosen = [2, 9, 30]
        let scan = try fixture.scan(1).keeping(channels: chosen)
        let attention = try HiddenAttention(of: scan, form: .extended)
        let whole = try attention.averages().absolute.values
        let rows = try attention.rows(at: [3, 69])
        expectClose(rows.absolute.values, whole.gathered(rows: [3, 69]), within: .summationOrder, named: "rows")
        #expect(rows.absolute.rowPositions == [3, 69])
        let columns = try attention.columns(at: [0, 64]).absolute.values.values
        let values = whole.values
        expectClose(
            columns, (0..<70).flatMap { [values[$0 * 70], values[$0 * 70 + 64]] }, within: .summationOrder,
            named: "columns")
        let alone = try MapFixture(length: 70, channels: chosen).scan(1)
        let other = try HiddenAttention(of: alone, form: .extended).averages().absolute.values
        expectSameBits(other, whole, named: "channels that were recorded alone")
        #expect(throws: MapError.noSuchChannel(3, layer: 1, count: 31)) { try scan.keeping(channels: [3]) }
        #expect(throws: MapError.noSuchPosition(70, layer: 1)) { try attention.rows(at: [70]) }
    }

    @Test(arguments: [1, 7, 16, 200])
    func `a block is the average of the causal entries of the exact map`(_ count: Int) throws {
        let fixture = try MapFixture(length: 67, hooks: [KeepingThirds(layer: 0)])
        let scan = try fixture.scan(0)
        for form in [HiddenAttention.Form.raw, .extended] {
            let attention = try HiddenAttention(of: scan, form: form)
            let exact = try attention.averages().absolute
            let blocks = try attention.blocks(count: count)
            let size = (67 + count - 1) / count
            #expect(blocks.blockLength == size && blocks.length == 67)
            let values = exact.values.values
            var (sums, entries) = (
                Array(repeating: 0.0, count: blocks.count * blocks.count),
                Array(repeating: 0, count: blocks.count * blocks.count)
            )
            for (row, position) in exact.rowPositions.enumerated() {
                for (column, earlier) in exact.columnPositions.enumerated() where earlier <= position {
                    let block = Int(position) / size * blocks.count + Int(earlier) / size
                    sums[block] += Double(values[row * exact.columnPositions.count + column])
                    entries[block] += 1
                }
            }
            let isThere = entries.indices.filter { entries[$0] > 0 }
            #expect(blocks.absolute.indices.filter { !blocks.absolute[$0].isNaN } == isThere)
            expectClose(
                isThere.map { blocks.absolute[$0] }, isThere.map { Float(sums[$0] / Double(entries[$0])) },
                within: .summationOrder, named: "\(count) blocks, \(form)")
        }
    }

    @Test func `a map over kept rows goes back to the original positions`() throws {
        let fixture = try MapFixture(length: 20, hooks: [KeepingThirds(layer: 0)])
        let scan = try fixture.scan(0)
        #expect(scan.positions == [0, 3, 6, 9, 12, 15, 18])
        #expect(try fixture.scan(1).positions == scan.positions)
        let map = try HiddenAttention(of: scan, form: .raw).averages().signed
        let back = map.scattered(to: 20)
        #expect(back.values.shape == [7, 20])
        let (small, large) = (map.values.values, back.values.values)
        for row in 0..<7 {
            for position in 0..<20 {
                let expected = position % 3 == 0 ? small[row * 7 + position / 3] : 0
                #expect(large[row * 20 + position] == expected)
            }
        }
    }

    @Test func `rows that a strategy made up stand for positions`() throws {
        // Two rows take the place of positions 4..<10.
        let made = try MapFixture(length: 16) { tokens, device in
            let memory = Tensor.normal([2, 16], scale: 0.3, key: RandomKey(seed: 2), on: device)
            let (head, tail) = (Array(tokens[..<4]), Array(tokens[10...]))
            let positions: [Int32] = [0, 1, 2, 3, 5, 8, 10, 11, 12, 13, 14, 15]
            let names: [[TokenID]] = [head, [-1, -2], tail]
            return TokenStream(
                source: RowSource([.tokens(head), .rows(memory), .tokens(tail)]), positions: positions,
                tokens: names.flatMap(\.self), layout: SequenceLayout(lengths: [12]))
        }
        let scan = try made.scan(0)
        #expect(scan.madeUpRows == [4, 5])
        #expect(scan.length == 16)
        let strip = StepStrip(of: scan, length: 16)
        #expect(strip.fates[5] == .chosen && strip.fates[8] == .chosen)
        #expect([4, 6, 7, 9].allSatisfy { strip.fates[$0] == .dropped && strip.steps[$0].isNaN })
        #expect([0, 3, 10, 15].allSatisfy { strip.fates[$0] == .kept && strip.steps[$0] > 0 })
        let back = try HiddenAttention(of: scan, form: .raw).averages().absolute.scattered(to: 16)
        #expect(back.values.shape == [12, 16])
        #expect(back.values.values[11 * 16 + 5] > 0)
        #expect(back.values.values[11 * 16 + 6] == 0)
    }

    @Test func `sums of steps of a hundred thousand neither overflow nor hide what is near`() throws {
        let rows = 2000
        let steps = (0..<rows).map { row -> Float in row % 100 == 0 ? 5000 : 0.01 }
        let scan = RecordedScan(
            layer: 0, channels: [0], x: .filled(with: 1, shape: [rows, 1], on: device),
            steps: Tensor(steps, shape: [rows, 1], on: device),
            b: .filled(with: 1, shape: [rows, 1], on: device), c: .filled(with: 1, shape: [rows, 1], on: device),
            a: Tensor([-1], shape: [1, 1], on: device), skip: Tensor([0], shape: [1], on: device),
            positions: (0..<Int32(rows)).map { $0 }, tokens: Array(repeating: 1, count: rows))
        let map = try HiddenAttention(of: scan, form: .raw).map(ofChannel: 0)
        expectFinite(map.values, named: "map")
        // Behind each great step lie rows of 0.01: an entry is 0.01 exp(-0.01 n), although the sums are near 1e5.
        let last = map.values.rows((rows - 1)..<rows).values
        var expected: [Float] = []
        for row in 1901..<rows {
            let distance = Double(rows - 1 - row) / 100
            expected.append(Float(exp(-distance) / 100))
        }
        expectClose(Array(last[1901...]), expected, within: .roundedSums, named: "last row")
        expectClose([last[1900]], [Float(5000 * exp(-0.99))], within: .roundedSums, named: "the great step")
        #expect(last[1899] == 0)
    }

    @Test func `an exact map that is too long says what to do`() throws {
        let rows = HiddenAttention.exactLimit + 1
        let zeros = Tensor.zeros([rows, 1], on: device)
        let scan = RecordedScan(
            layer: 3, channels: [0], x: zeros, steps: zeros, b: zeros, c: zeros,
            a: Tensor([-1], shape: [1, 1], on: device),
            skip: Tensor([0], shape: [1], on: device), positions: (0..<Int32(rows)).map { $0 },
            tokens: Array(repeating: 1, count: rows))
        let attention = try HiddenAttention(of: scan, form: .raw)
        let error = MapError.tooLong(rows: rows, limit: 4096)
        #expect(throws: error) { try attention.averages() }
        #expect(throws: error) { try attention.map(ofChannel: 0) }
        #expect(error.description.contains("block averages"))
        #expect(throws: MapError.scanOnly(layer: 3)) { try HiddenAttention(of: scan, form: .extended) }
        #expect(try attention.blocks(count: 10).absolute.allSatisfy { $0 == 0 || $0.isNaN })
    }
}

extension Tolerance {
    static let printedDigits = Tolerance(2e-6, because: "the reference is printed with six digits")
    static let roundedSums = Tolerance(1e-5, because: "a step of 0.01 is rounded, and 99 of them are summed")
}
