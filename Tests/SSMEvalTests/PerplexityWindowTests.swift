import SSMEval
import Testing

@Suite struct PerplexityWindowTests {
    private func windows(_ name: String, count: Int, length: Int) throws -> [PerplexityWindow] {
        try #require(PerplexityProtocol(name)).windows(of: 0, count: count, length: length)
    }

    private func starts(_ name: String, count: Int, length: Int) throws -> [Int] {
        try windows(name, count: count, length: length).map(\.read.lowerBound)
    }

    @Test(arguments: ["last-100", "last-1", "stride:256", "disjoint"])
    func `a protocol is read from its name`(_ name: String) {
        #expect(PerplexityProtocol(name)?.name == name)
    }

    @Test(arguments: [
        "", "last", "last-", "last-0", "last--1", "last-1.5", "stride", "stride:0", "stride:x", "Disjoint",
    ])
    func `another name is no protocol`(_ name: String) {
        #expect(PerplexityProtocol(name) == nil)
    }

    /// By hand: range(0, len - W, max(10, (len - W) // 10)).
    @Test func `last-100 has the windows of the source`() throws {
        #expect(try starts("last-100", count: 1500, length: 1000) == [0, 50, 100, 150, 200, 250, 300, 350, 400, 450])
        #expect(try starts("last-100", count: 1105, length: 1000) == [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
        #expect(try starts("last-100", count: 1055, length: 1000) == [0, 10, 20, 30, 40, 50])
        #expect(try starts("last-100", count: 1001, length: 1000) == [0])
        #expect(try starts("last-100", count: 1000, length: 1000) == [])
        #expect(try starts("last-100", count: 0, length: 1000) == [])
        let window = try windows("last-100", count: 1500, length: 1000)[3]
        #expect(window.read == 150..<1150 && window.scored == 1050..<1150 && window.rows == 1000)
        // As many tokens are asked for as a window has, or more: its first has no context.
        #expect(try windows("last-100", count: 60, length: 50)[0].scored == 1..<50)
        #expect(try windows("last-50", count: 60, length: 50)[0].scored == 1..<50)
        #expect(try windows("last-49", count: 60, length: 50)[0].scored == 1..<50)
    }

    @Test func `strides score only new tokens`() throws {
        let overlapping = try windows("stride:2", count: 10, length: 4)
        #expect(overlapping.map(\.read) == [0..<4, 2..<6, 4..<8, 6..<10])
        #expect(overlapping.map(\.scored) == [1..<4, 4..<6, 6..<8, 8..<10])
        let ragged = try windows("stride:3", count: 9, length: 5)
        #expect(ragged.map(\.read) == [0..<5, 3..<8, 6..<9])
        #expect(ragged.map(\.scored) == [1..<5, 5..<8, 8..<9])
        let abutting = try windows("stride:4", count: 9, length: 4)
        #expect(abutting.map(\.read) == [0..<4, 4..<8], "a window of one token scores nothing")
        #expect(abutting.map(\.scored) == [1..<4, 5..<8])
        #expect(try windows("stride:4", count: 3, length: 8).map(\.scored) == [1..<3])
        #expect(try windows("stride:4", count: 1, length: 8).isEmpty)
    }

    @Test func `disjoint windows begin with end-of-text, and the last is shifted back`() throws {
        let windows = try windows("disjoint", count: 10, length: 4)
        #expect(windows.map(\.read) == [-1..<3, 3..<7, 5..<9])
        #expect(windows.map(\.scored) == [0..<4, 4..<8, 8..<10])
        #expect(windows.map(\.rows) == [4, 4, 4])
        #expect(try self.windows("disjoint", count: 3, length: 4).map(\.read) == [-1..<2])
        #expect(try self.windows("disjoint", count: 1, length: 4).map(\.scored) == [0..<1])
        #expect(try self.windows("disjoint", count: 8, length: 4).map(\.read) == [-1..<3, 3..<7])
        #expect(try self.windows("disjoint", count: 0, length: 4).isEmpty)
    }

    @Test(arguments: ["stride:1", "stride:3", "stride:7", "disjoint"], [7, 8, 20])
    func `every token is scored once, from what stands before it`(_ name: String, _ length: Int) throws {
        for count in 0...45 {
            let windows = try windows(name, count: count, length: length)
            var times = Array(repeating: 0, count: count)
            for window in windows {
                #expect(window.rows <= length && !window.scored.isEmpty)
                #expect(window.scored.lowerBound > window.read.lowerBound)
                #expect(window.scored.upperBound <= window.read.upperBound + 1)
                for token in window.scored { times[token] += 1 }
            }
            let unscored = times.indices.filter { times[$0] == 0 }
            #expect(times.allSatisfy { $0 <= 1 })
            switch name {
            case "disjoint": #expect(unscored.isEmpty)
            case "stride:7" where length == 7: #expect(unscored.allSatisfy { $0 % 7 == 0 })
            default: #expect(unscored == (count > 0 ? [0] : []))
            }
        }
    }
}
