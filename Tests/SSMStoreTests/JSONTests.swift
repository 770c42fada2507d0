import SSMStore
import Testing

struct JSONTests {
    @Test(arguments: ["0", "-0", "10", "1.5", "-1.25e10", "1E+2", "0.0e-7", "123456789012345678901234567890"])
    func `numbers are kept as they are written`(_ text: String) throws {
        #expect(try JSONNode(parsing: text) == .number(text))
        #expect(try JSONNode(parsing: " [\(text) ,\(text)]\n") == .array([.number(text), .number(text)]))
    }

    @Test(arguments: [
        "01", "-", "+1", ".5", "1.", "1e", "1e+", "0x1", "NaN", "Infinity", "1 2", "--1", "\"a", "\"\\x\"", "\"\u{1}\"",
        "\"\\ud800\"",
        "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\u12g4\"", "tru", "[1,]", "[1 2]", "{\"a\":1,}", "{a:1}",
        "{\"a\" 1}", "{\"a\":1 \"b\":2}", "", " ", "[", "{", "]", "[1]]", "\u{FEFF}1", "'a'",
    ])
    func `what is no JSON is refused`(_ text: String) {
        #expect(throws: JSONScanner.Failure.self) { try JSONNode(parsing: text) }
    }

    @Test func `texts have their escapes and every other byte as it is`() throws {
        let text = "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9e\u{301}\\ud83d\\ude00\u{7F}日\""
        #expect(try JSONNode(parsing: text) == .string("a\"\\/\u{8}\u{C}\n\r\t\u{E9}e\u{301}\u{1F600}\u{7F}日"))
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        for bytes: [UInt8] in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x5C, 0x6E, 0x80]] {
            #expect(throws: JSONScanner.Failure.self) { try JSONNode(parsing: [0x22] + bytes + [0x22]) }
        }
    }

    @Test(arguments: [2, 8, 9, 64, 1000])
    func `a key that an object has twice is refused, wherever it is`(_ count: Int) throws {
        let members = (0..<count).map { "\"key\($0)\": \($0)" }
        let good = "{\(members.joined(separator: ", "))}"
        guard case .object(let read) = try JSONNode(parsing: good) else {
            Issue.record("an object is read as an object")
            return
        }
        #expect(read.map(\.name) == (0..<count).map { "key\($0)" })
        for name in ["key0", "key\(count - 1)", "key\(count / 2)", "k\\u0065y0"] {
            let bad = "{\"x\": [\(good.dropLast()), \"\(name)\": 0}]}"
            #expect(throws: JSONScanner.Failure.self, "\(name)") { try JSONNode(parsing: bad) }
        }
    }

    @Test func `keys that are equal only in canonical form are two`() throws {
        let letters = ["\u{E9}", "e\u{301}", "\u{212B}", "\u{C5}", "A\u{30A}"]
        let keys = letters + (0..<20).map { "key\($0)" }
        let node = try JSONNode(parsing: "{\(keys.map { "\"\($0)\": 0" }.joined(separator: ","))}")
        guard case .object(let members) = node else {
            Issue.record("an object is read as an object")
            return
        }
        #expect(members.count == keys.count)
    }

    @Test func `nesting is bounded`() throws {
        let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(throws: Never.self) { try JSONNode(parsing: deep) }
        #expect(throws: JSONScanner.Failure.self) { try JSONNode(parsing: "[\(deep)]") }
        let endless = String(repeating: "{\"a\":", count: 100_000)
        #expect(throws: JSONScanner.Failure.self) { try JSONNode(parsing: endless) }
    }
}
