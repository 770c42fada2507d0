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

    /// A folder with one finished file, and its index with some of it replaced.
    private func folder(replacing part: String, with other: String) throws {
        do {
            let file = try DumpFolder(url).begin("a.h5", facts: facts(), form: DumpForm(), texts: [:])
            try file.append(rows(4))
            let finished = try file.finish()
            try DumpFolder(url).add(finished)
        }
        let index = url.appendingPathComponent("index.json")
        let text = try String(contentsOf: index, encoding: .utf8)
        try #require(text.contains(part))
        try text.replacing(part, with: other).write(to: index, atomically: true, encoding: .utf8)
    }

    @Test(arguments: [
        ("\"tokens\" : 4", "\"tokens\" : 40", "'tokens' is 40, and that file says 4"),
        ("\"sample\" : \"x\"", "\"sample\" : \"y\"", "'sample' is 'y', and that file says 'x'"),
        ("\"hash\" : \"h\"", "\"hash\" : \"i\"", "'model-hash' is 'i', and that file says 'h'"),
        ("\"seed\" : 3", "\"seed\" : 4", "'seed' is 4, and that file says 3"),
    ])
    func `an index that says other things of a file than the file is refused`(
        _ part: String, _ other: String, _ words: String
    ) throws {
        try folder(replacing: part, with: other)
        let listed = try #require(try DumpFolder.files(in: url).first)
        let error = #expect(throws: RecordError.self) { try DumpFolder.open(listed, in: url) }
        let text = try #require(error).description
        #expect(text.contains("index.json: of a.h5 it says that \(words)"), "\(text)")
    }

    @Test(arguments: ["../a.h5", "/a.h5", "..", "", "b/a.h5"])
    func `an index that names a file elsewhere is refused`(_ name: String) throws {
        try folder(replacing: "\"file\" : \"a.h5\"", with: "\"file\" : \"\(name)\"")
        let error = #expect(throws: RecordError.self) { try DumpFolder.files(in: url) }
        #expect(try #require(error).description.contains("'files[0].file' is '\(name)'"))
    }

    @Test(arguments: [
        ("\"tokens\" : 4", "\"tokens\" : \"four\"", "'files[0].tokens' is not a whole number"),
        ("\"tokens\" : 4", "\"token\" : 4", "the key 'files[0].tokens' is missing"),
        ("\"sample\" : \"x\"", "\"sample\" : null", "'files[0].sample' is null, and not a text"),
        ("\"sites\" : [", "\"sites\" : 3, \"other\" : [", "'files[0].sites' is not a list"),
        ("\"version\" : 1", "\"version\" : 1,,", "it is no JSON"),
    ])
    func `a damaged index is refused by its key`(_ part: String, _ other: String, _ words: String) throws {
        try folder(replacing: part, with: other)
        let error = #expect(throws: RecordError.self) { try DumpFolder.files(in: url) }
        let text = try #require(error).description
        #expect(text.hasSuffix("index.json: \(words)"), "\(text)")
    }
}
