import Foundation
import SSMTeacher
import Testing

@Suite(.timeLimit(.minutes(2))) struct AnswerCacheTests {
    private static func answer(_ text: String, ending: TeacherEnding = .finished) -> TeacherAnswer {
        TeacherAnswer(text: text, ending: ending, usage: TokenUsage(prompt: 5, completion: 2), model: "m")
    }

    private static func refusal(_ error: TeacherError?) -> String {
        guard case .cacheUnusable(_, let reason) = error else { return "no refusal: \(String(describing: error))" }
        return reason
    }

    @Test func `answers and verdicts are there when the file is opened again`() throws {
        let folder = try TemporaryFolder("again")
        let texts = ["plain", "two\nlines \"quoted\" \\ \u{2028} é 日本", ""]
        let endings: [TeacherEnding] = [.finished, .length, .other("odd")]
        let verdict = KeptVerdict(sample: "s1", verifier: "contains", verdict: Verdict(.rejected, reason: "not\nin it"))
        do {
            let cache = try AnswerCache(folder.cache)
            #expect(cache.count == 0)
            for (text, ending) in zip(texts, endings) {
                try cache.keep(Self.answer(text, ending: ending), to: Asking.request(text))
            }
            try cache.keep(Self.answer("another"), to: Asking.request("plain"))
            for _ in 0..<2 { try cache.keep(verdict, on: Asking.request("plain")) }
            #expect(try cache.verdicts(on: Asking.request("plain")) == [verdict])
        }
        let cache = try AnswerCache(folder.cache)
        #expect(cache.repair == CacheRepair.none)
        #expect(cache.count == 3)
        for (text, ending) in zip(texts, endings) {
            #expect(try cache.answer(to: Asking.request(text)) == Self.answer(text, ending: ending))
        }
        #expect(try cache.verdicts(on: Asking.request("plain")) == [verdict])
        #expect(try cache.verdicts(on: Asking.request("")) == [])
    }

    @Test func `each line is JSON with the request in it`() throws {
        let folder = try TemporaryFolder("json")
        try AnswerCache(folder.cache).keep(Self.answer("b"), to: Asking.request("a\n"))
        let lines = try String(contentsOf: folder.cache, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 2)
        let record = try #require(try JSONSerialization.jsonObject(with: Data(lines[1].utf8)) as? [String: Any])
        let content = try #require(record["content"] as? [String: [String: Any]])
        #expect(record["key"] as? String == (try Asking.request("a\n").key.hexadecimal))
        #expect(content["answer"]?["text"] as? String == "b")
        #expect((content["request"]?["messages"] as? [[String: String]])?.first?["text"] == "a\n")
    }

    @Test func `the key is of everything that is asked, and of its bytes`() throws {
        let plain = try Asking.request("a")
        var other = plain
        other.model = "other"
        var system = plain
        system.messages[0].role = .system
        var longer = plain
        longer.messages.append(TeacherMessage(.assistant, ""))
        let requests = try [
            plain, other, system, longer, Asking.request("\u{E9}"), Asking.request("e\u{301}"),
            Asking.request("a", options: TeacherOptions(maximumTokens: 1)),
            Asking.request("a", options: TeacherOptions(temperature: 0.1)),
            Asking.request("a", options: TeacherOptions(temperature: nil)),
            Asking.request("a", options: TeacherOptions(topP: 0.5)),
            Asking.request("a", options: TeacherOptions(stop: ["x"])),
            Asking.request("a", options: TeacherOptions(seed: 0)),
        ]
        #expect(Set(requests.map(\.key)).count == requests.count)
        #expect(try plain.key == Asking.request("a").key)
        // Caches that people have paid for are found by this.
        #expect(plain.key.hexadecimal == "c3e6ecb18a792e43003114682ed9680d63dab0e6e55eedf24bfdd1140f47dc45")
    }

    @Test func `a file that is cut anywhere keeps its whole records and takes new ones`() throws {
        let folder = try TemporaryFolder("torn")
        let questions = ["one", "two"]
        do {
            let cache = try AnswerCache(folder.cache)
            for question in questions { try cache.keep(Self.answer(question), to: Asking.request(question)) }
        }
        let whole = try Data(contentsOf: folder.cache)
        let ends = whole.indices.filter { whole[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
        // Everywhere in the header and around the ends of lines, and at many places between.
        let sizes = (0...whole.count).filter { size in
            size <= ends[0] || size.isMultiple(of: 7) || ends.contains { abs($0 - size) <= 2 }
        }
        for size in sizes {
            try whole.prefix(size).write(to: folder.cache)
            let kept = max(0, ends.count { $0 <= size } - 1)
            do {
                let cache = try AnswerCache(folder.cache)
                #expect(cache.count == kept)
                #expect(cache.repair.tornBytes == size - (ends.last { $0 <= size } ?? 0))
                for question in questions where try cache.answer(to: Asking.request(question)) == nil {
                    try cache.keep(Self.answer(question), to: Asking.request(question))
                }
            }
            #expect(try Data(contentsOf: folder.cache) == whole, "cut to \(size) bytes")
        }
    }

    @Test func `a byte that has changed costs its own record and no other`() throws {
        let folder = try TemporaryFolder("flip")
        let questions = ["one", "two", "three"]
        do {
            let cache = try AnswerCache(folder.cache)
            for question in questions { try cache.keep(Self.answer(question), to: Asking.request(question)) }
        }
        let whole = try Data(contentsOf: folder.cache)
        let lines = whole.split(separator: UInt8(ascii: "\n"))
        for place in lines[2].indices {
            var damaged = whole
            damaged[place] ^= 0x01
            try damaged.write(to: folder.cache)
            let cache = try AnswerCache(folder.cache)
            #expect(try cache.answer(to: Asking.request("one")) == Self.answer("one"))
            #expect(try cache.answer(to: Asking.request("two")) == nil, "byte \(place)")
            #expect(try cache.answer(to: Asking.request("three")) == Self.answer("three"))
            #expect(cache.repair.damagedLines >= 1 && cache.repair.tornBytes == 0)
        }
    }

    @Test func `an answer that changes under an open cache is not given out`() throws {
        let folder = try TemporaryFolder("under")
        let cache = try AnswerCache(folder.cache)
        try cache.keep(Self.answer("one"), to: Asking.request("one"))
        let file = try FileHandle(forWritingTo: folder.cache)
        try file.seek(toOffset: 100)
        try file.write(contentsOf: Data("x".utf8))
        let error = #expect(throws: TeacherError.self) { try cache.answer(to: Asking.request("one")) }
        #expect(Self.refusal(error).contains("was changed"))
    }

    @Test(arguments: [
        "hello\n", "{\"model\": 1}\n{}\n", "\n", "binary\u{0}",
        "{\"format\":\"ssmlab teacher answers\",\"version\":2}\n",
    ])
    func `another file is not touched`(_ text: String) throws {
        let folder = try TemporaryFolder("other")
        try Data(text.utf8).write(to: folder.cache)
        let error = #expect(throws: TeacherError.self) { try AnswerCache(folder.cache) }
        #expect(Self.refusal(error).contains("not a cache of answers"))
        #expect(try Data(contentsOf: folder.cache) == Data(text.utf8))
    }

    @Test func `a file that cannot be used is an error with its reason`() throws {
        let folder = try TemporaryFolder("unusable")
        let cache = try AnswerCache(folder.cache)
        let busy = #expect(throws: TeacherError.self) { try AnswerCache(folder.cache) }
        #expect(Self.refusal(busy).contains("another process"))
        withExtendedLifetime(cache) {}
        let directory = #expect(throws: TeacherError.self) { try AnswerCache(folder.url) }
        #expect(Self.refusal(directory) == "Is a directory")
        let missing = #expect(throws: TeacherError.self) { try AnswerCache(folder.url.appendingPathComponent("a/b")) }
        #expect(Self.refusal(missing) == "No such file or directory")
    }
}
