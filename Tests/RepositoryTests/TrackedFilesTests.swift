import Foundation
import Testing

@Suite struct TrackedFilesTests {
    /// Text that ties a file to one machine or one network.
    private static let traces: [(name: String, found: @Sendable (String) -> Bool)] = [
        ("a home folder", { $0.contains(/\/(?:home|Users)\/[a-z]/) || $0.contains("/" + "root/") }),
        ("a package registry", { $0.contains("pypi" + ".org") || $0.contains(/index-url|find-links/) }),
    ]

    @Test func `no file names a home folder or a package registry`() throws {
        let own = "Tests/RepositoryTests/TrackedFilesTests.swift"
        var read = 0
        for path in try Repository.files() where path != own {
            guard let text = try? Repository.text(of: path) else { continue }
            read += 1
            for trace in Self.traces {
                #expect(!trace.found(text), "\(path) names \(trace.name)")
            }
        }
        #expect(read > 10)
    }

    @Test(arguments: ["see /home/ann/x", "cd /root/x", "/Users/bob", "--index-url https://x"])
    func `a trace of a machine is found`(_ text: String) {
        #expect(Self.traces.contains { $0.found(text) })
    }

    @Test func `relative links of documents lead somewhere`() throws {
        for path in try Repository.files() where path.hasSuffix(".md") {
            let folder = Repository.root.appending(path: path).deletingLastPathComponent()
            for match in try Repository.text(of: path).matches(of: /\]\(([^)#\s]+)(?:#[^)]*)?\)/) {
                let target = String(match.1)
                guard !target.contains("://"), !target.hasPrefix("mailto:") else { continue }
                let isThere = FileManager.default.fileExists(atPath: folder.appending(path: target).path)
                #expect(isThere, "\(path) links to \(target), which does not exist")
            }
        }
    }

    @Test func `source files stay small enough to read`() throws {
        for path in try Repository.swiftFiles(under: "Sources") + Repository.swiftFiles(under: "Plugins") {
            let lines = try Repository.text(of: path).count { $0 == "\n" }
            #expect(lines < 300, "\(path) has \(lines) lines: split it by topic")
        }
    }
}
