import Foundation
import SSMLabKit
import Testing

@Suite struct SourceCommitTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func git(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["git", "-C", folder.url.path, "-c", "user.name=a", "-c", "user.email=a@example.org"] + arguments
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    @Test func `a commit is that of the tree, and says whether the tree has changes`() throws {
        #expect(SourceCommit.commit(of: folder.url) == nil)
        try git("init", "--quiet")
        _ = try folder.file("a.swift", "let a = 1")
        try git("add", "a.swift")
        try git("commit", "--quiet", "--message", "first")
        let clean = try #require(SourceCommit.commit(of: folder.url))
        #expect(clean.count == 40 && clean.allSatisfy(\.isHexDigit))
        let added = try folder.file("b.swift", "let b = 1")
        #expect(SourceCommit.commit(of: folder.url) == clean + "-dirty")
        try FileManager.default.removeItem(atPath: added)
        #expect(SourceCommit.commit(of: folder.url) == clean)
        _ = try folder.file("a.swift", "let a = 2")
        #expect(SourceCommit.commit(of: folder.url) == clean + "-dirty")
    }
}
