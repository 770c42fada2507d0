import SSMTensor
import SSMText
import Testing

@Suite struct StopStringTests {
    private func scan(_ pieces: [String], _ stops: [String]) -> (pieces: [String], found: String?) {
        var scanner = StopStringScanner(stops)
        return (pieces.map { scanner.append($0) } + [scanner.finish()], scanner.found)
    }

    @Test func `text that may become a stop string waits`() {
        let (pieces, found) = scan(["ab", "cde", "fST", "O", "P more"], ["STOP"])
        #expect(pieces == ["ab", "cde", "f", "", "", ""])
        #expect(found == "STOP")
        #expect(scan(["fST", "O", "RE"], ["STOP"]).pieces == ["f", "", "STORE", ""])
        #expect(scan(["fST", "O"], ["STOP"]).pieces == ["f", "", "STO"])
        #expect(scan(["\n", "\nx"], ["\n\n"]).pieces == ["", "", ""])
    }

    @Test func `without stop strings everything passes at once`() {
        #expect(scan(["a", "b"], []).pieces == ["a", "b", ""])
        #expect(scan(["a", "b"], [""]).pieces == ["a", "b", ""])
    }

    @Test func `the first complete stop string ends the text, the longest of those`() {
        let (pieces, found) = scan(["xabcd"], ["abcd", "bc"])
        #expect(pieces.joined() == "xa")
        #expect(found == "bc")
        #expect(scan(["xabc"], ["c", "abc", "bc"]).found == "abc")
        #expect(scan(["xabc"], ["c", "abc", "bc"]).pieces.joined() == "x")
    }

    @Test func `a stop string in several bytes is found across their borders`() {
        #expect(scan(["à", "é", "🙂x"], ["é🙂"]).pieces.joined() == "à")
        #expect(scan(["e\u{301}"], ["\u{E9}"]).found == nil, "strings are compared by their bytes")
    }

    @Test func `the result is that of a search in the whole text, however it is cut`() {
        var generator = RandomKey(seed: 12).generator
        func text(_ count: Int) -> String { (0..<count).map { _ in ["a", "b", "é"][generator.below(3)] }.joined() }
        var stopped = 0
        for _ in 0..<3000 {
            let whole = text(generator.below(30))
            let stops = (0..<generator.below(4)).map { _ in text(1 + generator.below(5)) }
            var pieces: [String] = []
            var rest = Array(whole)
            while !rest.isEmpty {
                let count = min(rest.count, generator.below(4))
                pieces.append(String(rest[..<count]))
                rest.removeFirst(count)
            }
            let (released, found) = scan(pieces, stops)
            let expected = Self.search(whole, stops)
            #expect(released.joined() == expected.text, "\(pieces) \(stops)")
            #expect(found == expected.found, "\(pieces) \(stops)")
            if found != nil { stopped += 1 }
            // Never more is held back than a stop string without its end.
            let longest = stops.map(\.count).max() ?? 0
            var scanner = StopStringScanner(stops)
            var (seen, out) = (0, 0)
            for piece in pieces where scanner.found == nil {
                out += scanner.append(piece).count
                seen += piece.count
                if scanner.found == nil { #expect(seen - out < max(longest, 1), "\(pieces) \(stops)") }
            }
        }
        #expect(stopped > 500 && stopped < 2900)
    }

    /// The plain way: the shortest beginning of the text that ends with a stop string.
    private static func search(_ text: String, _ stops: [String]) -> (text: String, found: String?) {
        for end in 0...text.count {
            let start = text.prefix(end)
            let complete = stops.filter { start.hasSuffix($0) }.max { $0.count < $1.count }
            if let complete { return (String(start.dropLast(complete.count)), complete) }
        }
        return (text, nil)
    }
}
