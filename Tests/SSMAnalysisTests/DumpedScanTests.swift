import Foundation
import SSMAnalysis
import SSMLabTesting
import SSMStore
import SSMTensor
import Testing

@Suite struct DumpedScanTests {
    private let fixture: MapFixture
    private let url: URL

    init() throws {
        fixture = try MapFixture(length: 40, hooks: [KeepingThirds(layer: 1)])
        url = FileManager.default.temporaryDirectory.appending(path: "ssmlab-\(UUID().uuidString).h5")
    }

    /// Writes a scan as a dump has it.
    private func write(_ scan: RecordedScan, withSurroundings: Bool = true, a: Tensor? = nil) throws -> HDF5Reader {
        defer { try? FileManager.default.removeItem(at: url) }  // the reader keeps it open
        let writer = try HDF5Writer(creating: url)
        func rows(_ site: String, _ values: Tensor, _ positions: [Int32]) throws {
            let name = "\(site)/\(scan.layer)"
            try writer.createFloats(name, columns: values.columns)
            try writer.append(values, to: name)
            try writer.createIntegers("\(name)-position")
            try writer.append(positions.map { Int64($0) }, to: "\(name)-position")
        }
        for (site, values) in [("x", scan.x), ("step", scan.steps), ("b", scan.b), ("c", scan.c)] {
            try rows(site, values, scan.positions)
        }
        try writer.createIntegers("x/\(scan.layer)-token")
        try writer.append(scan.tokens.map { Int64($0) }, to: "x/\(scan.layer)-token")
        try writer.write(a ?? scan.a, to: "weights/\(scan.layer)/a")
        try writer.write(scan.skip, to: "weights/\(scan.layer)/d")
        if withSurroundings {
            let around = try #require(scan.surroundings)
            try rows("gate", around.gate, scan.positions)
            try rows("conv-input", around.input, around.inputPositions)
            for (name, weight) in [
                ("conv", around.weight), ("conv-bias", around.bias), ("out-projection", around.outProjection),
            ] {
                try writer.write(weight, to: "weights/\(scan.layer)/\(name)")
            }
        }
        try writer.finish()
        return try HDF5Reader(contentsOf: url)
    }

    @Test(arguments: [nil, [0, 3, 31]])
    func `a scan read from a dump has the maps of the recorded one`(_ channels: [Int]?) throws {
        let recorded = try fixture.scan(1)
        let dump = try write(recorded)
        #expect(RecordedScan.layers(in: dump) == [1])
        let read = try RecordedScan(ofLayer: 1, in: dump, channels: channels, on: fixture.device)
        let expected = try channels.map { try recorded.keeping(channels: $0) } ?? recorded
        #expect(read.positions == recorded.positions && read.tokens == recorded.tokens)
        #expect(read.positions.count == 14 && read.channels == expected.channels)
        for form in [HiddenAttention.Form.raw, .extended] {
            let found = try HiddenAttention(of: read, form: form).averages().signed.values
            let wanted = try HiddenAttention(of: expected, form: form).averages().signed.values
            expectSameBits(found, wanted, named: "\(form)")
        }
    }

    @Test func `what a dump lacks is named`() throws {
        let dump = try write(fixture.scan(0), withSurroundings: false)
        let scan = try RecordedScan(ofLayer: 0, in: dump, on: fixture.device)
        #expect(scan.surroundings == nil)
        #expect(throws: MapError.scanOnly(layer: 0)) { try HiddenAttention(of: scan, form: .extended) }
        #expect(throws: MapError.noSuchLayer(1, recorded: [0])) {
            try RecordedScan(ofLayer: 1, in: dump, on: fixture.device)
        }
        #expect(throws: MapError.noSuchChannel(32, layer: 0, count: 32)) {
            try RecordedScan(ofLayer: 0, in: dump, channels: [4, 32], on: fixture.device)
        }
    }

    @Test func `parts that do not fit each other are refused`() throws {
        let dump = try write(fixture.scan(0), a: .filled(with: -1, shape: [32, 3], on: fixture.device))
        #expect(throws: MapError.doesNotFit(layer: 0, path: dump.path)) {
            try RecordedScan(ofLayer: 0, in: dump, on: fixture.device)
        }
    }
}
