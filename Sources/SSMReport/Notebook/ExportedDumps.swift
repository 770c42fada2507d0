import Foundation
import SSMRecord
import SSMStore

/// The files of the folder `dumps` of a run: they go along with a notebook when they are small together, and otherwise the
/// notebook opens them where they are.
struct ExportedDumps {
    private static let folder = "dumps"

    private let source: URL
    private let files: [DumpedFile]
    /// The names of files that the folder lists and that are damaged.
    let leftOut: [String]
    /// Why the folder or some of its files are left out.
    let damaged: [any Error]

    /// Looks for dumps in the folder of a run.
    init(in run: URL) {
        source = ExperimentFolder.dumps(in: run)
        var (files, leftOut, damaged): ([DumpedFile], [String], [any Error]) = ([], [], [])
        do {
            for file in try DumpFolder.listed(in: source) {
                do {
                    try Self.check(file, in: source)
                    files.append(file)
                } catch {
                    leftOut.append(file.file)
                    damaged.append(error)
                }
            }
        } catch {
            damaged.append(error)
        }
        (self.files, self.leftOut, self.damaged) = (files, leftOut, damaged)
    }

    private static func check(_ file: DumpedFile, in folder: URL) throws {
        guard DumpFolder.isWhole(file, in: folder) else {
            throw RecordError.unreadable(
                path: folder.appendingPathComponent(file.file).relativePath,
                reason: "it was removed or has another length than index.json says")
        }
        try DumpFolder.open(file, in: folder).close()
    }

    /// Whether there is nothing to open.
    var isEmpty: Bool { files.isEmpty }

    private var goAlong: Bool { files.map(\.bytes).reduce(0, +) <= NotebookExport.mostBytes }

    /// Where a notebook finds the files.
    ///
    /// - Parameters:
    ///   - output: the folder of the notebook.
    ///   - data: the name of the folder of its data.
    /// - Returns: a path from the notebook's folder.
    func place(from output: URL, data: String) -> String {
        goAlong ? "\(data)/\(Self.folder)" : source.path(from: output)
    }

    /// Writes the files and their index into the folder of a notebook's data when they go along, in place of those of an
    /// earlier export.
    ///
    /// - Throws: `StoreError.writeFailed`, or why a file cannot be read.
    func write(into data: URL) throws {
        let target = data.appendingPathComponent(Self.folder)
        try? FileManager.default.removeItem(at: target)
        guard goAlong, !isEmpty else { return }
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        for file in files {
            let bytes = try Data(contentsOf: source.appendingPathComponent(file.file))
            try writeAtomically(bytes, to: target.appendingPathComponent(file.file))
        }
        try DumpFolder.write(files, in: target)
    }
}

extension URL {
    /// The path from a folder to this file, up through the folders that they share.
    fileprivate func path(from folder: URL) -> String {
        let own = standardizedFileURL.resolvingSymlinksInPath().pathComponents
        let base = folder.standardizedFileURL.resolvingSymlinksInPath().pathComponents
        let shared = zip(own, base).prefix { $0 == $1 }.count
        return (Array(repeating: "..", count: base.count - shared) + own.dropFirst(shared)).joined(separator: "/")
    }
}
