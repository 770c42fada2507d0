import Foundation
import SSMStore
import SSMTensor
import Testing

struct MutationTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// What mutation-probe prints.
    private struct Report: Decodable {
        let accepted: Int
        let refused: Int
        let seedAccepted: Bool
        let slowest: Double
        let growth: Int
    }

    private func report(_ kind: String, _ seed: URL, _ count: Int) throws -> Report {
        let run = try ProbeProcess(program: "mutation-probe", kind, seed.path, "\(count)", "1")
        try #require(run.status == 0, "\(run)")
        return try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    }

    private func expectSound(_ report: Report, _ count: Int, _ place: SourceLocation = #_sourceLocation) {
        #expect(report.seedAccepted, sourceLocation: place)
        #expect(report.accepted + report.refused == count + 1, sourceLocation: place)
        #expect(report.accepted > count / 100 && report.refused > count / 2, "\(report)", sourceLocation: place)
        // The seeds have less than 1 kB; a length or a shape that is believed asks for gigabytes.
        #expect(report.growth < 16_000, "\(report)", sourceLocation: place)
    }

    private static func file(_ header: String, _ data: [UInt8]) -> Data {
        let length = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
        return Data(length) + Data(header.utf8) + Data(data)
    }

    @Test
    func `100,000 mutants of a safetensors file are read or refused`() throws {
        let header = """
            {"__metadata__":{"format":"pt"},"layers.0.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},\
            "half":{"dtype":"F16","shape":[4],"data_offsets":[24,32]},\
            "brain":{"dtype":"BF16","shape":[2,1,2],"data_offsets":[32,40]},\
            "scalar":{"dtype":"F32","shape":[],"data_offsets":[40,44]}}
            """
        let seed = try folder.write(Self.file(header, (0..<44).map { $0 * 5 }), "seed.safetensors")
        expectSound(try report("safetensors", seed, 100_000), 100_000)
    }

    @Test
    func `mutants of an index are read or refused`() throws {
        var tensors = ParameterTree()
        for name in ["a", "b", "c", "d"] { tensors[name] = .zeros([4], on: Samples.device) }
        try SafetensorsWriter.write(tensors, toFolder: folder.url, base: "model", shardBytes: 32)
        expectSound(try report("index", folder.file("model.safetensors.index.json"), 30_000), 30_000)
    }

    /// Headers of some megabytes that repeat a piece of text, each refused only at its end.
    static let pieces = [
        ("a shape without end", #"{"a":{"dtype":"F32","shape":["#, "0,"),
        ("nesting without end", "", "["), ("spaces without end", "", " "), ("a name without end", "{\"", "x"),
        ("a name of escapes without end", "{\"", #"\u0041"#),
        ("metadata without end", #"{"__metadata__":{"#, #""N":"","#),
        ("tensors without end", "{", #""N":{"dtype":"I8","shape":[0],"data_offsets":[0,0]},"#),
    ]

    @Test(arguments: pieces)
    func `a large header takes a few times its size at most`(
        _ name: String, _ start: String, _ piece: String
    ) throws {
        var header = start
        var number = 0
        while header.utf8.count < 8_000_000 {
            header += piece.replacingOccurrences(of: "N", with: "\(number)")
            number += 1
        }
        let seed = try folder.write(Self.file(header, []), "seed.safetensors")
        let run = try ProbeProcess(program: "mutation-probe", "safetensors", seed.path, "0", "1")
        try #require(run.status == 0, "\(run)")
        let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
        #expect(report.refused == 1 && report.accepted == 0)
        #expect(report.growth < 8 * 8_000, "\(name): \(report)")
        #expect(report.slowest < 5_000, "\(name): \(report)")
    }
}
