package import Foundation
import SSMStore

/// The git commit of the source tree that the program was built in.
package enum SourceCommit {
    /// The commit that the tree stands at now, when the program still stands in it.
    static var current: String? {
        guard var folder = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent() else {
            return nil
        }
        while folder.path != "/" {
            let git = folder.appending(path: ".git")
            if FileManager.default.fileExists(atPath: git.appending(path: "HEAD").path) { return commit(of: folder) }
            folder.deleteLastPathComponent()
        }
        return nil
    }

    /// The commit that a working tree stands at, with "-dirty" unless git says that there are no changes; nil without one.
    package static func commit(of tree: URL) -> String? {
        commit(in: tree.appending(path: ".git")).map { isClean(tree) ? $0 : $0 + "-dirty" }
    }

    private static func isClean(_ tree: URL) -> Bool {
        let words = ["git", "--no-optional-locks", "-C", tree.path, "status", "--porcelain"]
        guard let git = try? ChildProcess("/usr/bin/env", words) else { return false }
        if case .exited(status: 0, let output) = git.wait(seconds: 10) { return output.isEmpty }
        return false
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
