import Foundation
import SSMStore
import SSMTensor
import Testing

struct StreamTests {
    @Test(arguments: [1, 3, 300_000])
    func `rows appended in pieces come back, whole and in part`(_ columns: Int) throws {
        let folder = try TemporaryFolder()
        let writer = try HDF5Writer(creating: folder.file("rows.h5"))
        try writer.createFloats("/hidden_states/0/3", columns: columns)
        let key = RandomKey(seed: 1)
        var expected: [Float] = []
        for (index, count) in [1, 0, 4, 2].enumerated() {
            let rows = Tensor.normal([count, columns], scale: 1, key: key.folding(index), on: Samples.device)
            try writer.append(rows, to: "/hidden_states/0/3")
            expected += rows.values
        }
        try writer.finish()
        let reader = try HDF5Reader(contentsOf: folder.file("rows.h5"))
        #expect(reader.names == ["hidden_states/0/3"])
        #expect(try reader.entry("/hidden_states/0/3").shape == [7, columns])
        #expect(try reader.floats("/hidden_states/0/3", on: Samples.device).values == expected)
        let part = try reader.floats("hidden_states/0/3", rows: 2..<5, on: Samples.device)
        #expect(part.shape == [3, columns])
        #expect(part.values == Array(expected[(2 * columns)..<(5 * columns)]))
        #expect(try reader.floats("hidden_states/0/3", rows: 7..<7, on: Samples.device).shape == [0, columns])
        try reader.close()
    }

    @Test
    func `many small appends cross chunks`() throws {
        let folder = try TemporaryFolder()
        let writer = try HDF5Writer(creating: folder.file("rows.h5"))
        try writer.createFloats("a", columns: 512)
        try writer.createIntegers("positions")
        for step in 0..<300 {
            try writer.append(.filled(with: Float(step), shape: [5, 512], on: Samples.device), to: "a")
            try writer.append([Int64](repeating: Int64(step), count: 1000), to: "positions")
        }
        try writer.finish()
        let reader = try HDF5Reader(contentsOf: folder.file("rows.h5"))
        let rows = try reader.floats("a", on: Samples.device)
        #expect(rows.shape == [1500, 512])
        #expect(rows.values == (0..<300).flatMap { [Float](repeating: Float($0), count: 5 * 512) })
        #expect(
            try reader.integers("positions") == (0..<300).flatMap { [Int64](repeating: Int64($0), count: 1000) })
        #expect(try reader.integers("positions", rows: 999..<1001) == [0, 1])
    }

    @Test
    func `attributes of all kinds come back from file, group and dataset`() throws {
        let folder = try TemporaryFolder()
        let values: [String: HDF5Attribute] = [
            "text": .text("日本"), "none": .text(""), "least": .integer(.min), "most": .integer(.max),
            "third": .number(1.0 / 3), "infinite": .number(.infinity), "yes": .flag(true), "no": .flag(false),
        ]
        let writer = try HDF5Writer(creating: folder.file("a.h5"))
        try writer.createIntegers("group/list")
        for object in ["/", "group", "/group/list"] {
            for (name, value) in values { try writer.set(value, named: name, on: object) }
        }
        try writer.set(.integer(1), named: "text", on: "group")
        try writer.finish()
        let reader = try HDF5Reader(contentsOf: folder.file("a.h5"))
        #expect(try reader.attributes() == values)
        #expect(try reader.attributes(of: "group/list") == values)
        #expect(try reader.attributes(of: "/group")["text"] == .integer(1))
        #expect(try reader.attributes(of: "/group").count == values.count)
    }

    @Test
    func `an unfinished file leaves nothing`() throws {
        let folder = try TemporaryFolder()
        do {
            let writer = try HDF5Writer(creating: folder.file("a.h5"))
            try writer.write("text", to: "a")
            #expect(try folder.names.count == 1)
        }
        #expect(try folder.names == [])
        let writer = try HDF5Writer(creating: folder.file("a.h5"))
        writer.discard()
        #expect(try folder.names == [])
    }

    @Test
    func `what is missing, taken or of another kind is named`() throws {
        let folder = try TemporaryFolder()
        let url = folder.file("a.h5")
        let writer = try HDF5Writer(creating: url)
        try writer.write("text", to: "a")
        try writer.createIntegers("list")
        try writer.finish()
        let reader = try HDF5Reader(contentsOf: url)
        #expect(throws: StoreError.missingEntry(path: url.path, entry: "b")) { try reader.text("b") }
        #expect(
            throws: StoreError.wrongKind(path: url.path, entry: "a", expected: "64-bit integers", found: "text")
        ) { try reader.integers("a") }
        #expect(try reader.integers("list") == [])
        #expect(try reader.text("a") == "text")

        let other = try HDF5Writer(creating: url)
        let missing = StoreError.missingEntry(path: url.path, entry: "x")
        #expect(throws: missing) { try other.append([1 as Int64], to: "x") }
        #expect(throws: missing, "the first error stays") { try other.write("text", to: "a") }
        let third = try HDF5Writer(creating: url)
        try third.write("text", to: "a")
        #expect(throws: StoreError.self) { try third.write("text", to: "/a") }
        #expect(try folder.names == ["a.h5"])
    }

    @Test
    func `writers and readers on several threads do not disturb each other`() async throws {
        let folder = try TemporaryFolder()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<6 {
                group.addTask {
                    // Three pairs of writers have the same target: the last one to finish wins whole.
                    let url = folder.file("\(task % 3).h5")
                    let writer = try HDF5Writer(creating: url)
                    try writer.createIntegers("list")
                    for step in 0..<50 { try writer.append([Int64(step)], to: "list") }
                    try writer.finish()
                    let reader = try HDF5Reader(contentsOf: url)
                    #expect(try reader.integers("list") == (0..<50).map { Int64($0) })
                }
            }
            try await group.waitForAll()
        }
        #expect(try folder.names == ["0.h5", "1.h5", "2.h5"])
    }

    @Test
    func `small files are replaced whole`() throws {
        let folder = try TemporaryFolder()
        let url = folder.file("state.json")
        try writeAtomically("a longer text", to: url)
        try writeAtomically(Data("short".utf8), to: url)
        #expect(try String(contentsOf: url, encoding: .utf8) == "short")
        #expect(try folder.names == ["state.json"])
        let blocked = folder.file("state.json/x")
        let error = #expect(throws: StoreError.self) { try writeAtomically("x", to: blocked) }
        #expect(error?.isDiskFailure == true)
        let taken = folder.file("folder")
        try FileManager.default.createDirectory(
            at: taken.appendingPathComponent("x"), withIntermediateDirectories: true)
        #expect(throws: StoreError.self) { try writeAtomically("x", to: taken) }
        #expect(try folder.names == ["folder", "state.json"])
    }
}
