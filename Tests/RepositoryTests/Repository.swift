import Foundation

/// The working tree that these tests are compiled from.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Folders that no commit holds: build products, environments and the output of runs.
    private static let untracked: Set<String> = [
        ".git", ".build", ".swiftpm", ".venv", ".venv-peers", ".venv-endpoint", ".venv-browser", "__pycache__",
        "runs",
    ]

    /// The text of one file.
    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The names of the folders inside a folder, sorted; none when the folder does not exist.
    static func folders(in path: String) throws -> [String] {
        let folder = root.appending(path: path)
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        return try FileManager.default
            .contentsOfDirectory(at: folder, includingPropertiesForKeys: [.isDirectoryKey], options: .skipsHiddenFiles)
            .filter(isFolder)
            .map(\.lastPathComponent)
            .sorted()
    }

    /// Every file under a folder, as a path relative to the root, sorted; what no commit holds is left out.
    static func files(under path: String = "") throws -> [String] {
        let folder = root.appending(path: path)
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        var found: [String] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !untracked.contains(name) {
            let child = path.isEmpty ? name : "\(path)/\(name)"
            found += try isFolder(root.appending(path: child)) ? files(under: child) : [child]
        }
        return found.sorted()
    }

    private static func isFolder(_ url: URL) throws -> Bool {
        try url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true
    }

    /// Every Swift file under a folder.
    static func swiftFiles(under path: String) throws -> [String] {
        try files(under: path).filter { $0.hasSuffix(".swift") }
    }
}
