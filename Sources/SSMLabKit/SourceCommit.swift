import Foundation

/// The git commit of the source tree that the program was built in.
enum SourceCommit {
    /// The commit, when the program still stands in its source tree.
    static var current: String? {
        guard var folder = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent() else {
            return nil
        }
        while folder.path != "/" {
            let git = folder.appending(path: ".git")
            if FileManager.default.fileExists(atPath: git.appending(path: "HEAD").path) { return commit(in: git) }
            folder.deleteLastPathComponent()
        }
        return nil
    }

    private static func commit(in git: URL) -> String? {
        guard let head = line(of: git.appending(path: "HEAD")) else { return nil }
        guard head.hasPrefix("ref: ") else { return head }
        let name = head.dropFirst(5)
        if let commit = line(of: git.appending(path: String(name))) { return commit }
        let packed = try? String(contentsOf: git.appending(path: "packed-refs"), encoding: .utf8)
        return packed?.split(separator: "\n").first { $0.hasSuffix(" \(name)") }.map { String($0.prefix { $0 != " " }) }
    }

    private static func line(of file: URL) -> String? {
        try? String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
