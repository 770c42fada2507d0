import Foundation
import SSMAnalysis
import SSMLabTesting
import SSMModel
import SSMTensor
import Testing

@Suite struct StateTraceTests {
    private let fixture: MapFixture
    private let scan: RecordedScan

    init() throws {
        fixture = try MapFixture(length: 50)
        scan = try fixture.scan(1)
    }

    /// Norm of Σ exp(a (S_t - S_j)) step_j b_j x_j over some rows j, in double precision.
    private func norm(after row: Int, of rows: Range<Int>) -> Double {
        let (lanes, states) = (scan.channels.count, scan.a.columns)
        let (steps, x, b, a) = (scan.steps.values, scan.x.values, scan.b.values, scan.a.values)
        var squares = 0.0
        for lane in 0..<lanes {
            var sums = [0.0]
            for t in 0..<scan.rows { sums.append(sums[t] + Double(steps[t * lanes + lane])) }
            for n in 0..<states {
                var state = 0.0
                for j in rows where j <= row {
                    let decay = exp(Double(a[lane * states + n]) * (sums[row + 1] - sums[j + 1]))
                    let write = Double(steps[j * lanes + lane]) * Double(b[j * states + n])
                    state += decay * write * Double(x[j * lanes + lane])
                }
                squares += state * state
            }
        }
        return squares.squareRoot()
    }

    @Test func `norms are those of the definition`() throws {
        let trace = StateTrace(of: scan, interval: 12, needle: Set(7..<13))
        #expect(trace.points.map(\.position) == [11, 23, 35, 47, 49])
        #expect(trace.needleRows == 6)
        for point in trace.points {
            let (whole, needle) = (norm(after: point.position, of: 0..<50), norm(after: point.position, of: 7..<13))
            expectClose([Float(point.norm)], [Float(whole)], within: .summationOrder, named: "norm")
            let found = try #require(point.needleNorm)
            expectClose([Float(found)], [Float(needle)], within: .summationOrder, named: "needle")
            let share = try #require(point.share)
            #expect(abs(share - needle / whole) < 1e-5)
        }
        let shares = trace.points.compactMap(\.share)
        #expect(shares[4] > 0 && shares[4] < shares[1])
    }

    @Test func `a needle that is the whole sequence is all of the state`() {
        let trace = StateTrace(of: scan, interval: 9, needle: Set(0..<50))
        #expect(trace.points.count == 6)
        #expect(trace.points.allSatisfy { $0.share == 1 })
    }

    @Test func `a needle that was not read is none of it, and without a needle there is no share`() {
        #expect(StateTrace(of: scan, interval: 50, needle: Set(60..<70)).points.map(\.share) == [0])
        #expect(StateTrace(of: scan, interval: 50).points.map(\.share) == [nil])
    }

    @Test func `the mean distance of a channel is that of its last row`() throws {
        let device = Device(workers: 1)
        // One state that hardly decays: the last row weighs all equal steps alike; a second channel sees the last only.
        let hand = RecordedScan(
            layer: 2, channels: [0, 1], x: .zeros([3, 2], on: device),
            steps: Tensor([1, 0, 2, 0, 1, 1], shape: [3, 2], on: device),
            b: Tensor([1, -1, 1], shape: [3, 1], on: device), c: .filled(with: 1, shape: [3, 1], on: device),
            a: Tensor([-1e-9, -1e-9], shape: [2, 1], on: device), skip: .zeros([2], on: device), positions: [0, 4, 6],
            tokens: [1, 1, 1])
        let distance = try MeanDistance(of: hand)
        // Weights 1, 2, 1 at the distances 6, 2, 0: (6 + 4) / 4.
        expectClose([Float(distance.perChannel[0])], [2.5], within: .summationOrder, named: "first channel")
        #expect(distance.perChannel[1] == 0)
        #expect(distance.position == 6)
        expectClose([Float(distance.mean)], [1.25], within: .summationOrder, named: "mean")
        var (weighted, sum) = (0.0, 0.0)
        for (column, entry) in naiveMap(scan, lane: 5)[49].enumerated() {
            weighted += Double(49 - column) * abs(entry)
            sum += abs(entry)
        }
        let found = Float(try MeanDistance(of: scan).perChannel[5])
        expectClose([found], [Float(weighted / sum)], within: .summationOrder, named: "model")
    }

    @Test func `rows of a rollout sum to one, and it is the product of its layers`() throws {
        let (first, second) = (try fixture.scan(0), scan)
        let maps = try [first, second].map { try HiddenAttention(of: $0, form: .raw).averages().absolute }
        var rollout = AttentionRollout()
        for (layer, map) in maps.enumerated() { try rollout.add(map, layer: layer) }
        let found = try #require(rollout.map)
        expectClose(
            found.values.rowSums().values, Array(repeating: 1, count: 50), within: .summationOrder, named: "sums")
        let mixed = maps.map { map -> [[Double]] in
            let values = map.values.values.map(Double.init)
            return (0..<50).map { row -> [Double] in
                var entries = Array(values[row * 50..<(row + 1) * 50])
                entries[row] += 1
                let sum = entries.reduce(0, +)
                return entries.map { $0 / sum }
            }
        }
        var expected: [Float] = []
        for row in 0..<50 {
            for column in 0..<50 {
                var sum = 0.0
                for middle in 0..<50 { sum += mixed[1][row][middle] * mixed[0][middle][column] }
                expected.append(Float(sum))
            }
        }
        expectClose(found.values.values, expected, within: .summationOrder, named: "product")
    }

    @Test func `a rollout goes on with the rows that a layer kept`() throws {
        let dropping = try MapFixture(length: 30, hooks: [KeepingThirds(layer: 1)])
        var rollout = AttentionRollout()
        for layer in 0..<2 {
            try rollout.add(
                HiddenAttention(of: dropping.scan(layer), form: .raw).averages().absolute, layer: layer)
        }
        let map = try #require(rollout.map)
        #expect(map.rowPositions == [0, 3, 6, 9, 12, 15, 18, 21, 24, 27])
        #expect(map.columnPositions.count == 30)
        expectClose(
            map.values.rowSums().values, Array(repeating: 1, count: 10), within: .summationOrder, named: "sums")
        #expect(map.values.values[9 * 30 + 28] == 0)
        #expect(map.values.values[9 * 30 + 26] > 0)
        let whole = try HiddenAttention(of: dropping.scan(0), form: .raw).averages().absolute
        #expect(throws: MapError.rowsDoNotFollow(layer: 5)) { try rollout.add(whole, layer: 5) }
    }

    @Test func `a pass that reads the sequence again replaces what was recorded`() throws {
        let request = ForwardRequest(
            stream: TokenStream([Array(fixture.tokens.prefix(20))]), sequences: TinyModel.prompts([fixture.tokens]),
            outputs: ForwardOutputs(), probes: ProbeSet([fixture.recorder]), chunkRows: 8)
        _ = try fixture.model.forward(request, meter: CostMeter())
        let again = try fixture.scan(1)
        #expect(again.rows == 20)
        #expect(again.surroundings?.input.rows == 20)
        expectClose(again.x, scan.x.rows(0..<20), within: .summationOrder, named: "x")
        #expect(throws: MapError.noSuchLayer(2, recorded: [0, 1])) { try fixture.scan(2) }
    }

    @Test func `the reach of layers is summed up over sequences, and evidence in pieces is one needle`() throws {
        let evidence = Set([3, 4, 20])
        let measured = try MemoryReach.Measurement(of: scan, evidence: evidence)
        let share = try #require(measured.evidenceShare)
        #expect(StateTrace(of: scan, interval: 50, needle: evidence).points.map(\.share) == [share])
        let distance = try MeanDistance(of: scan).mean
        #expect(measured.meanDistance == distance)

        let unmarked = try MemoryReach.Measurement(of: try fixture.scan(0), evidence: [])
        #expect(unmarked.evidenceShare == nil)
        let twice = try MemoryReach.Measurement(of: scan, evidence: Set(0..<50))
        let reach = MemoryReach.summarize([measured, unmarked, twice])
        #expect(reach.map(\.layer) == [0, 1])
        #expect(reach[0].meanDistance.n == 1 && reach[0].evidenceShare == nil)
        #expect(reach[1].meanDistance.n == 2 && reach[1].evidenceShare?.maximum == 1)
        #expect(reach[1].evidenceShare?.minimum == share)
    }
}
