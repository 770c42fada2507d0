import Foundation
import SSMExperiment
import SSMRecord
import SSMStore
import SSMTensor
import Testing

/// The dumps of an experiment.
@Suite struct DumpingTests {
    private static let text =
        tinyText + "dump: {strategies: [newest, plain], samples: 2, sites: [residual, kept, decimamba.scores]}\n"

    private func bytes(_ place: Workplace) throws -> [String: Data] {
        let folder = place.output.appendingPathComponent("dumps")
        let names = try place.names(in: "dumps").filter { $0.hasSuffix(".h5") }
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: folder.appendingPathComponent($0))) })
    }

    @Test func `samples are dumped after answering, once, and answers stay the same bits`() async throws {
        let (plain, dumped) = (Workplace(), Workplace())
        _ = try await plain.run()
        var events = 0
        _ = try await dumped.run(Self.text, onEvent: { if case .dumped = $0 { events += 1 } })
        #expect(events == 4)
        for column in ["plain", "newest"] {
            #expect(
                try dumped.predictions(column, Self.text).map(\.tokens) == plain.predictions(column).map(\.tokens))
        }
        let folder = dumped.output.appendingPathComponent("dumps")
        let files = try DumpFolder.files(in: folder)
        #expect(Set(files.map(\.file)) == ["plain-0.h5", "plain-1.h5", "newest-0.h5", "newest-1.h5"])
        #expect(Set(files.map(\.model.hash)).count == 1)
        let reader = try HDF5Reader(contentsOf: folder.appendingPathComponent("newest-0.h5"))
        let (all, kept) = (try reader.entry("residual/0").shape[0], try reader.entry("kept/1").shape[0])
        #expect(kept < all && all == files.first { $0.file == "newest-0.h5" }?.tokens)
        #expect(try reader.entry("residual/1").shape == [kept, 8])
        let before = try bytes(dumped)
        _ = try await dumped.run(Self.text)
        #expect(try bytes(dumped) == before)
        try FileManager.default.removeItem(at: folder.appendingPathComponent("newest-1.h5"))
        _ = try await dumped.run(Self.text)
        #expect(try bytes(dumped) == before)
    }

    @Test func `dumping that is stopped goes on with what is missing`() async throws {
        let place = Workplace()
        await #expect(throws: RunError.self) {
            _ = try await place.run(Self.text, stop: { if case .dumped = $0 { true } else { false } })
        }
        let folder = place.output.appendingPathComponent("dumps")
        #expect(try DumpFolder.files(in: folder).count == 1)
        _ = try await place.run(Self.text)
        #expect(try DumpFolder.files(in: folder).count == 4)
    }

    @Test(arguments: [
        ("newest", "sites: [residual], layers: [2]", "2 is no layer of this model"),
        ("newest", "sites: [remamba.cosine]", "no strategy gave 'remamba.cosine'"),
        ("plain", "sites: [residual, importance, kept]", "no strategy gave 'importance', 'kept'"),
    ])
    func `what this model or these columns do not have is refused`(
        _ column: String, _ keys: String, _ words: String
    ) async throws {
        let place = Workplace()
        let error = await #expect(throws: DumpError.self) {
            _ = try await place.run(tinyText + "dump: {strategies: [\(column)], samples: 1, \(keys)}\n")
        }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
}
