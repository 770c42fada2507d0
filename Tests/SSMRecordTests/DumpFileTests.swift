import Foundation
import SSMRecord
import SSMStore
import SSMTensor
import Testing

/// Files and folders of dumps as values, without a model.
@Suite final class DumpFileTests {
    private let url = FileManager.default.temporaryDirectory.appendingPathComponent("dumps-\(UUID().uuidString)")
    private let device = Device(workers: 1, poisoned: true)

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    private func facts(configuration: String = "[]") -> DumpFacts {
        DumpFacts(
            identity: ContentHash(of: Data()), model: DumpedModel(hash: "h", name: "m"), strategy: "s",
            configuration: configuration, seed: 3, sample: "x", tokens: 4)
    }

    private func rows(_ count: Int) -> DumpRows {
        DumpRows(
            site: "residual", layer: 2, values: .numbers(.filled(with: 0.1, shape: [count, 3], on: device)),
            axes: ["channel"], positions: (0..<Int32(count)).map { $0 },
            tokens: (0..<count).map { TokenID($0) - 1 })
    }

    @Test(arguments: [10, 70_000]) func `a configuration of any length is kept`(_ length: Int) throws {
        let folder = try DumpFolder(url)
        let text = String(repeating: "c", count: length)
        let file = try folder.begin("a.h5", facts: facts(configuration: text), form: DumpForm(), texts: [0: "é"])
        try file.append(rows(4))
        try file.append(rows(0))
        try folder.add(file.finish())
        let reader = try HDF5Reader(contentsOf: url.appendingPathComponent("a.h5"))
        if length < 100 {
            #expect(try reader.attributes()["configuration"] == .text(text))
        } else {
            #expect(try reader.text("configuration") == text)
        }
        #expect(try reader.texts("residual/2-text") == ["", "é", "", ""])
        #expect(try reader.integers("residual/2-token") == [-1, 0, 1, 2])
        #expect(folder.finished("a.h5")?.layers == [2])
    }

    @Test func `an index tells only of files that are there, and of its own version`() throws {
        do {
            let folder = try DumpFolder(url)
            for name in ["a.h5", "b.h5"] {
                let file = try folder.begin(name, facts: facts(), form: DumpForm(isHalf: true), texts: [:])
                try file.append(rows(4))
                try folder.add(file.finish())
            }
            let given = try folder.begin("c.h5", facts: facts(), form: DumpForm(), texts: [:])
            try given.append(rows(4))
            given.discard()
        }
        try FileManager.default.removeItem(at: url.appendingPathComponent("a.h5"))
        #expect(try DumpFolder(url).finished("a.h5") == nil)
        #expect(try DumpFolder.files(in: url).map(\.file) == ["b.h5"])
        let names = try FileManager.default.contentsOfDirectory(atPath: url.path)
        #expect(Set(names) == [".lock", "b.h5", "index.json"])
        let index = url.appendingPathComponent("index.json")
        let text = try String(contentsOf: index, encoding: .utf8).replacing("\"version\" : 1", with: "\"version\" : 2")
        try text.write(to: index, atomically: true, encoding: .utf8)
        #expect(throws: RecordError.self) { try DumpFolder(url) }
    }
}
