import Foundation
import SSMStore
import SSMTensor
import Testing

struct DamageTests {
    private func load(_ url: URL) throws(StoreError) -> Checkpoint {
        try Checkpoint(contentsOf: url, on: Samples.device)
    }

    @Test
    func `a file that is cut off anywhere is refused`() throws {
        let folder = try TemporaryFolder()
        try Samples.checkpoint().write(to: folder.file("a.h5"))
        let whole = try Data(contentsOf: folder.file("a.h5"))
        let lengths = Array(stride(from: 0, to: whole.count, by: 211)) + [1, 8, 511, 512, 513, whole.count - 1]
        for length in lengths {
            let url = try folder.write(whole.prefix(length), "cut.h5")
            let error = #expect(throws: StoreError.self, "cut to \(length)") { try load(url) }
            guard case .damaged(url.path, _)? = error else {
                Issue.record("cut to \(length): \(String(describing: error))")
                continue
            }
        }
    }

    @Test
    func `bytes after the end are refused`() throws {
        let folder = try TemporaryFolder()
        try Samples.checkpoint().write(to: folder.file("a.h5"))
        let url = try folder.write(Data(contentsOf: folder.file("a.h5")) + [0], "long.h5")
        let error = #expect(throws: StoreError.self) { try load(url) }
        guard case .damaged(url.path, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test
    func `one changed bit anywhere is refused`() throws {
        let folder = try TemporaryFolder()
        try Samples.checkpoint().write(to: folder.file("a.h5"))
        let whole = try Data(contentsOf: folder.file("a.h5"))
        let places = Array(stride(from: 0, to: 512, by: 7)) + Array(stride(from: 512, to: whole.count, by: 97))
        for place in places {
            var changed = whole
            changed[place] ^= 1 << UInt8(place % 8)
            let url = try folder.write(changed, "changed.h5")
            #expect(throws: StoreError.self, "bit \(place % 8) of byte \(place)") { try load(url) }
        }
        #expect(places.count > 150)
    }

    @Test
    func `what is no file of ours is named`() throws {
        let folder = try TemporaryFolder()
        let missing = folder.file("missing.h5")
        #expect(throws: StoreError.notFound(path: missing.path)) { try load(missing) }
        #expect(throws: StoreError.notAFile(path: folder.url.path)) { try load(folder.url) }
        let empty = try folder.write(Data(), "empty.h5")
        #expect(throws: StoreError.damaged(path: empty.path, reason: "0 bytes that are no HDF5 file")) {
            try load(empty)
        }
        let text = try folder.write(Data(repeating: 0x20, count: 5000), "text.h5")
        #expect(throws: StoreError.damaged(path: text.path, reason: "5000 bytes that are no HDF5 file")) {
            try load(text)
        }
        let pipe = folder.file("pipe")
        try #require(mkfifo(pipe.path, 0o600) == 0)
        #expect(throws: StoreError.notAFile(path: pipe.path)) { try load(pipe) }
        let inside = text.appendingPathComponent("a.h5")
        #expect(throws: StoreError.notFound(path: inside.path)) { try load(inside) }
    }

    @Test
    func `every description names the path and what to do`() {
        let errors: [StoreError] = [
            .notFound(path: "/p"), .notAFile(path: "/p"), .unreadable(path: "/p", reason: "r"),
            .damaged(path: "/p", reason: "r"), .unsupported(path: "/p", reason: "r"), .foreign(path: "/p"),
            .refused(path: "/p", entry: "e", reason: "r"), .missingEntry(path: "/p", entry: "e"),
            .wrongKind(path: "/p", entry: "e", expected: "x", found: "f"),
            .notStorable(path: "/p", entry: "e", reason: "r"), .writeFailed(path: "/p", reason: "r"),
            .noUsableCheckpoint(folder: "/p", reasons: ["r"]), .libraryUnusable(path: "/p", reason: "r"),
        ]
        for error in errors {
            #expect(error.description.hasPrefix("/p: "))
            #expect(error.isDiskFailure == (error == .writeFailed(path: "/p", reason: "r")))
        }
        #expect(Set(errors.map(\.description)).count == errors.count)
    }
}
