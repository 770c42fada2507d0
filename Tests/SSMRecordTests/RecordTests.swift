import Foundation
import SSMRecord
import Testing

/// A folder of its own for a test.
final class Scratch {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("ssmlab-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func file(_ name: String) -> URL { url.appendingPathComponent(name) }
}

struct Line: Codable, Sendable, Equatable {
    var id: Int
    var text: String
}

struct JSONLinesTests {
    private let lines = [Line(id: 0, text: "a\nb"), Line(id: 1, text: "ü/\""), Line(id: 2, text: "")]

    private func append(_ records: some Sequence<Line>, to url: URL) throws {
        let appender = try JSONLines<Line>(url).appender()
        for record in records { try appender.append(record) }
        try appender.sync()
    }

    @Test func `records come back in order, over several processes' appending`() throws {
        let scratch = try Scratch()
        let url = scratch.file("r.jsonl")
        #expect(try JSONLines<Line>(url).read().records.isEmpty)
        try append(lines.prefix(1), to: url)
        try append(lines.dropFirst(), to: url)
        #expect(try JSONLines<Line>(url).read().records == lines)
        #expect(try String(contentsOf: url, encoding: .utf8).split(separator: "\n").count == 3)
    }

    @Test func `any torn last line is left out, cut off and written again`() throws {
        let scratch = try Scratch()
        let url = scratch.file("r.jsonl")
        try append(lines, to: url)
        let whole = try Data(contentsOf: url)
        let before = try #require(whole.dropLast().lastIndex(of: UInt8(ascii: "\n"))) + 1
        for end in before..<whole.count {
            try whole[..<end].write(to: url)
            let read = try JSONLines<Line>(url).read()
            #expect(read.records == Array(lines.dropLast()))
            #expect(read.tornBytes == end - before)
            try append(lines.suffix(1), to: url)
            #expect(try Data(contentsOf: url) == whole)
        }
    }

    @Test func `a last line of garbage with its newline is torn too`() throws {
        let scratch = try Scratch()
        let url = scratch.file("r.jsonl")
        try append(lines, to: url)
        let whole = try Data(contentsOf: url)
        try (whole + Data("{\"id\": 3, \u{0}\u{0}\n".utf8)).write(to: url)
        #expect(try JSONLines<Line>(url).read().records == lines)
        try append([], to: url)
        #expect(try Data(contentsOf: url) == whole)
    }

    @Test func `a damaged line before the last is an error with its number`() throws {
        let scratch = try Scratch()
        let url = scratch.file("r.jsonl")
        try Data("{\"id\":0,\"text\":\"a\"}\n{\"id\":\n{\"id\":2,\"text\":\"c\"}\n".utf8).write(to: url)
        let error = #expect(throws: RecordError.self) { try JSONLines<Line>(url).read() }
        guard case .damagedLine(_, line: 2, _) = try #require(error) else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.exitCode == 4)
    }

    @Test func `a file that cannot be written is a disk error`() throws {
        let scratch = try Scratch()
        let error = #expect(throws: RecordError.self) {
            _ = try JSONLines<Line>(scratch.file("missing/r.jsonl")).appender()
        }
        #expect(error?.exitCode == 5)
    }
}

struct ExperimentFolderTests {
    @Test func `the folder of another experiment is refused with what to do`() throws {
        let scratch = try Scratch()
        _ = try ExperimentFolder(scratch.file("out"), experiment: "one")
        let error = #expect(throws: RecordError.self) {
            try ExperimentFolder(scratch.file("out"), experiment: "two")
        }
        #expect(error?.exitCode == 3)
        let text = try #require(error).description
        #expect(text.contains("'one'") && text.contains("'two'") && text.contains("--output"))
        _ = try ExperimentFolder(scratch.file("out"), experiment: "one")
    }

    @Test func `a folder with other files is refused and left as it is`() throws {
        let scratch = try Scratch()
        try Data("mine".utf8).write(to: scratch.file("notes.txt"))
        let error = #expect(throws: RecordError.self) { try ExperimentFolder(scratch.url, experiment: "one") }
        #expect(error?.exitCode == 3)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["notes.txt"])
    }

    @Test func `a folder that has copied stages alone is taken, and its stages are found`() throws {
        let scratch = try Scratch()
        let identity = ContentHash(of: Data("x".utf8))
        do {
            let run = try ExperimentFolder(scratch.file("one"), experiment: "one").stage(identity)
            try run.create()
            try run.write(RunState(.finished, title: "base", done: 10, total: 10))
        }
        try FileManager.default.createDirectory(at: scratch.file("two"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: scratch.file("one/stages"), to: scratch.file("two/stages"))
        let folder = try ExperimentFolder(scratch.file("two"), experiment: "two")
        #expect(try folder.stage(identity).state(title: "base").phase == .finished)
    }

    @Test func `a folder that another run holds is refused`() throws {
        let scratch = try Scratch()
        let first = try ExperimentFolder(scratch.file("out"), experiment: "one")
        #expect(throws: RecordError.busy(path: first.url.relativePath)) {
            try ExperimentFolder(scratch.file("out"), experiment: "one")
        }
        withExtendedLifetime(first) {}
    }

    @Test func `a run that was killed while it ran is interrupted`() throws {
        let scratch = try Scratch()
        let folder = try ExperimentFolder(scratch.file("out"), experiment: "one")
        let run = folder.stage(ContentHash(of: Data("x".utf8)))
        #expect(try run.state(title: "base").phase == .pending)
        try run.write(RunState(.running, title: "base", done: 3, total: 10, seconds: 1.5))
        #expect(
            try run.state(title: "base") == RunState(.interrupted, title: "base", done: 3, total: 10, seconds: 1.5))
        try run.write(RunState(.finished, title: "base", done: 10, total: 10))
        #expect(try run.state(title: "base").phase == .finished)
    }

    @Test func `a damaged state is a data error`() throws {
        let scratch = try Scratch()
        let run = RunFolder(scratch.file("run"))
        try run.create()
        try Data("{".utf8).write(to: run.stateFile)
        let error = #expect(throws: RecordError.self) { try run.state(title: "base") }
        #expect(error?.exitCode == 4)
    }
}

struct ContentHashTests {
    @Test func `the hash is SHA-256`() {
        // The digest of "abc" in FIPS 180-4.
        #expect(
            ContentHash(of: Data("abc".utf8)).hexadecimal
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `the order of keys and the form of numbers do not matter`() throws {
        #expect(try canonicalJSON(of: ["b": 0.001, "a": 2]) == #"{"a":2,"b":0.001}"#)
        #expect(try canonicalJSON(of: ["a": "x/y"]) == #"{"a":"x/y"}"#)
    }
}
