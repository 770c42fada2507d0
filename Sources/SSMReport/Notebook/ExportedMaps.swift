import Foundation
import SSMStore

/// What `ssmlab map` left in the folder `maps` of a run, a folder for each map: small files go along with a notebook.
struct ExportedMaps {
    private static let folder = "maps"

    private let run: URL
    /// The files that go along, by their paths in the folder of the run.
    private let small: [String]
    /// The files that are too large, by the same.
    let large: [String]
    /// Why other files do not go along; each names its file.
    let damaged: [StoreError]

    /// Looks for maps in the folder of a run.
    init(in run: URL) {
        self.run = run
        let found =
            (try? FileManager.default.subpathsOfDirectory(atPath: run.appendingPathComponent(Self.folder).path)) ?? []
        let files = found.filter { $0 == "maps.h5" || $0.hasSuffix("/maps.h5") }.sorted()
            .map { "\(Self.folder)/\($0)" }
        let large = files.filter {
            ((try? InputFile(run.appendingPathComponent($0)))?.size ?? 0) > NotebookExport.mostBytes
        }
        self.large = large
        var (small, damaged): ([String], [StoreError]) = ([], [])
        for file in files where !large.contains(file) {
            do throws(StoreError) {
                try HDF5Reader(contentsOf: run.appendingPathComponent(file)).close()
                small.append(file)
            } catch {
                damaged.append(error)
            }
        }
        (self.small, self.damaged) = (small, damaged)
    }

    /// Whether none goes along.
    var isEmpty: Bool { small.isEmpty }

    /// Writes the small files into the folder of a notebook's data, in place of those of an earlier export.
    ///
    /// - Throws: `StoreError.writeFailed`, or why a file cannot be read.
    func write(into data: URL) throws {
        try? FileManager.default.removeItem(at: data.appendingPathComponent(Self.folder))
        for name in small {
            let target = data.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try writeAtomically(Data(contentsOf: run.appendingPathComponent(name)), to: target)
        }
    }
}
