import Foundation
import SSMExperiment
import Testing

private struct Settings: Codable, Equatable {
    enum Colour: String, Codable, CaseIterable { case red, green }
    struct Inner: Codable, Equatable {
        var count: Int
        var names: [String]?
    }

    var title: String
    var ratio: Double
    var small: Float?
    var isOn: Bool?
    var colour: Colour?
    var inner: Inner?
    var rows: [[Int]]?
    var table: [String: Int]?
    var byte: UInt8?
}

struct StrictYAMLTests {
    private func read(_ text: String) throws(ConfigurationError) -> Settings {
        try StrictYAML.decode(Settings.self, from: node(text))
    }

    @Test func `every kind of value is read`() throws {
        let settings = try read(
            """
            title: "12"
            ratio: 1e-3
            small: 0.25
            isOn: true
            colour: green
            inner: {count: -3, names: [a, 12:30]}
            rows: [[1, 2], []]
            table: {x: 1, 7: 2}
            byte: 255
            """)
        #expect(
            settings
                == Settings(
                    title: "12", ratio: 0.001, small: 0.25, isOn: true, colour: .green,
                    inner: .init(count: -3, names: ["a", "12:30"]), rows: [[1, 2], []], table: ["x": 1, "7": 2],
                    byte: 255))
    }

    @Test(arguments: [
        ("title: a\nratio: 12:30", 2, 8), ("title: a\nratio: \"1\"", 2, 8), ("title: a\nratio: 010", 2, 8),
        ("title: a\nratio: .inf", 2, 8), ("title: 3\nratio: 1", 1, 8), ("title: a\nratio: 1\nisOn: yes", 3, 7),
        ("title: a\nratio: 1\nisOn: 1", 3, 7), ("title: a\nratio: 1\nbyte: 256", 3, 7),
        ("title: a\nratio: 1\nbyte: -1", 3, 7), ("title: a\nratio: 1\ninner: {count: 1.5}", 3, 16),
        ("title: a\nratio: 1\ninner: 3", 3, 8), ("title: a\nratio: 1\nrows: [1]", 3, 8),
        ("title: a\nratio:\ncolour: red", 2, 7), ("title: [a]\nratio: 1", 1, 8), ("- 1", 1, 1),
        ("small: 1e39\ntitle: a\nratio: 1", 1, 8),
    ])
    func `a wrong type is refused at its place`(_ text: String, _ line: Int, _ column: Int) throws {
        let error = try failure { () throws(ConfigurationError) in try read(text) }
        guard case .wrongType = error.problem else {
            Issue.record("not a wrong type: \(error)")
            return
        }
        #expect(error.line == line)
        #expect(error.column == column)
        #expect(error.description.hasPrefix("test.yaml:\(line):\(column): "))
    }

    @Test func `a written null is an optional key without a value, and nothing is not`() throws {
        #expect(try read("title: a\nratio: 1\ncolour: null\ninner: ~").colour == nil)
        for text in ["title: null\nratio: 1", "title: a\nratio: 1\ncolour:", "title: a\nratio: 1\ncolour: \"null\""] {
            _ = try failure { () throws(ConfigurationError) in try read(text) }
        }
    }

    @Test func `an unknown key comes with its place and the nearest known one`() throws {
        let error = try failure { () throws(ConfigurationError) in
            try read("title: a\nratio: 1\ninner:\n  count: 1\n  nmaes: [b]\n")
        }
        #expect(error.problem == .unknownKey("nmaes", nearest: "names", known: ["count", "names"]))
        #expect((error.line, error.column) == (5, 3))
        #expect(error.path == ["inner"])
        #expect(error.description.contains("did you mean 'names'?"))
    }

    @Test func `a misspelt key that is needed is named, not the one that is missing`() throws {
        let error = try failure { () throws(ConfigurationError) in try read("titel: a\nratio: 1") }
        guard case .unknownKey("titel", nearest: "title", _) = error.problem else {
            Issue.record("\(error)")
            return
        }
        #expect((error.line, error.column) == (1, 1))
    }

    @Test func `a missing key is named`() throws {
        let error = try failure { () throws(ConfigurationError) in try read("ratio: 1") }
        #expect(error.problem == .missingKey("title"))
    }

    @Test func `an unknown value lists those that are allowed`() throws {
        let error = try failure { () throws(ConfigurationError) in try read("title: a\nratio: 1\ncolour: gren") }
        #expect(error.problem == .unknownValue("gren", nearest: "green", allowed: ["red", "green"]))
        #expect((error.line, error.column) == (3, 9))
    }

    @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n"])
    func `an empty file is refused`(_ text: String) throws {
        let error = try failure { () throws(ConfigurationError) in try read(text) }
        #expect(error.problem == .empty)
    }

    @Test func `a key that appears twice is refused`() throws {
        let error = try failure { () throws(ConfigurationError) in try read("title: a\nratio: 1\ntitle: b") }
        #expect(error.problem == .duplicateKey("title"))
        #expect(error.line == 1)
        let quoted = try failure { () throws(ConfigurationError) in try node("1: a\n\"1\": b") }
        #expect(quoted.problem == .duplicateKey("1"))
        #expect(quoted.line == 2)
    }

    @Test func `text that is not YAML is refused at its place`() throws {
        let error = try failure { () throws(ConfigurationError) in try read("title: [a\nratio: 1") }
        guard case .malformed = error.problem else {
            Issue.record("\(error)")
            return
        }
        #expect(error.line == 2)
    }

    @Test func `a file that is missing or not UTF-8 is refused`() throws {
        let missing = try failure { () throws(ConfigurationError) in
            try ConfigurationNode(contentsOf: URL(fileURLWithPath: "/nonexistent/x.yaml"))
        }
        guard case .unreadable = missing.problem else {
            Issue.record("\(missing)")
            return
        }
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: url) }
        try Data([0x61, 0x3A, 0x20, 0xFF]).write(to: url)
        let bytes = try failure { () throws(ConfigurationError) in try ConfigurationNode(contentsOf: url) }
        #expect(bytes.problem == .malformed(reason: "the file is not UTF-8"))
    }

    @Test func `aliases that grow without bound are refused`() throws {
        let levels = (1...9).map { level in
            "a\(level): &a\(level) [\((0..<10).map { _ in "*a\(level - 1)" }.joined(separator: ", "))]"
        }
        let text = "a0: &a0 [x]\n" + levels.joined(separator: "\n")
        let error = try failure { () throws(ConfigurationError) in try node(text) }
        guard case .malformed = error.problem else {
            Issue.record("\(error)")
            return
        }
    }

    @Test func `a configuration without keys accepts an empty mapping only`() throws {
        _ = try StrictYAML.decode([String: NoSettings].self, from: node("a: {}"))
        let key = try failure { () throws(ConfigurationError) in
            try StrictYAML.decode([String: NoSettings].self, from: node("a: {x: 1}"))
        }
        #expect(key.problem == .unknownKey("x", nearest: nil, known: []))
        let scalar = try failure { () throws(ConfigurationError) in
            try StrictYAML.decode([String: NoSettings].self, from: node("a: 5"))
        }
        #expect(scalar.problem == .wrongType(expected: "a mapping", found: "the number 5"))
    }

    @Test(arguments: [
        ("stpes", "steps"), ("learning_rate", "learning-rate"), ("lenght", "length"), ("STEPS", "steps"),
    ])
    func `the nearest name is found`(_ name: String, _ nearest: String) {
        #expect(nearestName(to: name, among: ["name", "steps", "length", "learning-rate"]) == nearest)
    }

    @Test func `no name is near when all are far`() {
        #expect(nearestName(to: "optimizer", among: ["name", "steps", "length"]) == nil)
    }
}
