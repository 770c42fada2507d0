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

    /// The datasets of a file.
    struct Parts {
        var numbers: [String: Tensor] = [:]
        var integers: [String: [Int64]] = [:]
        /// The attribute of that name.
        var tokens = 40
    }

    /// Writes a scan as a dump has it, with some of it changed.
    private func write(
        _ scan: RecordedScan, withSurroundings: Bool = true, changed: (inout Parts) -> Void = { _ in }
    ) throws -> HDF5Reader {
        defer { try? FileManager.default.removeItem(at: url) }  // the reader keeps it open
        let (layer, weights) = (scan.layer, "weights/\(scan.layer)")
        var parts = Parts(
            numbers: [
                "x/\(layer)": scan.x, "step/\(layer)": scan.steps, "b/\(layer)": scan.b, "c/\(layer)": scan.c,
                "\(weights)/a": scan.a, "\(weights)/d": scan.skip,
            ],
            integers: [
                "x/\(layer)-position": scan.positions.map { Int64($0) },
                "x/\(layer)-token": scan.tokens.map { Int64($0) },
            ])
        if withSurroundings {
            let around = try #require(scan.surroundings)
            parts.numbers.merge([
                "gate/\(layer)": around.gate, "conv-input/\(layer)": around.input, "\(weights)/conv": around.weight,
                "\(weights)/conv-bias": around.bias, "\(weights)/out-projection": around.outProjection,
            ]) { $1 }
            parts.integers["conv-input/\(layer)-position"] = around.inputPositions.map { Int64($0) }
        }
        changed(&parts)
        let writer = try HDF5Writer(creating: url)
        for (name, values) in parts.numbers { try writer.write(values, to: name) }
        for (name, values) in parts.integers {
            try writer.createIntegers(name)
            try writer.append(values, to: name)
        }
        try writer.set(.integer(parts.tokens), named: "tokens")
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

    private static let device = Device(workers: 1)
    /// What a file can hold although it is whole: the dataset, a change of it, and what is said of it.
    private static let faults: [(dataset: String, words: String, change: @Sendable (inout Parts) -> Void)] = [
        ("x/1-position", "holds -1", { $0.integers["x/1-position"]?[0] = -1 }),
        ("x/1-position", "after", { $0.integers["x/1-position"]?[3] = 1 }),
        ("x/1-position", "holds 4294967296", { $0.integers["x/1-position"]?[13] = 1 << 32 }),
        ("x/1-position", "a sequence of 41 tokens ends at 40", { $0.tokens = 41 }),
        ("x/1-position", "a sequence of -3 tokens", { $0.tokens = -3 }),
        ("x/1-token", "holds 4294967296", { $0.integers["x/1-token"]?[2] = 1 << 32 }),
        ("x/1-token", "[13] where the rest of layer 1 asks for [14]", { $0.integers["x/1-token"]?.removeLast() }),
        ("conv-input/1-position", "holds -7", { $0.integers["conv-input/1-position"]?[0] = -7 }),
        ("x/1", "[14]", { $0.numbers["x/1"] = .zeros([14], on: device) }),
        ("step/1", "holds -0.5", { $0.numbers["step/1"] = .filled(with: -0.5, shape: [14, 32], on: device) }),
        ("step/1", "holds nan", { $0.numbers["step/1"] = .filled(with: .nan, shape: [14, 32], on: device) }),
        (
            "weights/1/a", "holds 0.25",
            { $0.numbers["weights/1/a"] = .filled(with: 0.25, shape: [32, 4], on: device) }
        ),
        ("weights/1/a", "1 to 256 states", { $0.numbers["weights/1/a"] = .zeros([32, 257], on: device) }),
        ("b/1", "asks for [14, 3]", { $0.numbers["weights/1/a"] = .zeros([32, 3], on: device) }),
        ("weights/1/conv", "has 0 taps", { $0.numbers["weights/1/conv"] = .zeros([32, 0], on: device) }),
        ("weights/1/conv", "has 9 taps", { $0.numbers["weights/1/conv"] = .zeros([32, 9], on: device) }),
        ("weights/1/d", "[31]", { $0.numbers["weights/1/d"] = .zeros([31], on: device) }),
        (
            "weights/1/out-projection", "[16, 4]",
            { $0.numbers["weights/1/out-projection"] = .zeros([16, 4], on: device) }
        ),
    ]

    @Test(arguments: faults.indices, [nil, [0, 3]])
    func `a whole file that no dump is like is refused by its dataset`(_ fault: Int, _ channels: [Int]?) throws {
        let fault = Self.faults[fault]
        let dump = try write(fixture.scan(1), changed: fault.change)
        let error = #expect(throws: MapError.self) {
            try RecordedScan(ofLayer: 1, in: dump, channels: channels, on: fixture.device)
        }
        let words = try #require(error).description
        #expect(words.hasPrefix("\(dump.path): '\(fault.dataset)' "), "\(words)")
        #expect(words.contains(fault.words), "\(words)")
    }

    @Test func `names that are no layers are passed over`() throws {
        let dump = try write(fixture.scan(1)) { parts in
            for name in ["+1", "01", "-1", "9223372036854775807"] {
                parts.numbers["x/\(name)"] = parts.numbers["x/1"]
                parts.numbers["step/\(name)"] = parts.numbers["step/1"]
            }
        }
        #expect(RecordedScan.layers(in: dump) == [1])
    }
}
