import Foundation
import SSMRecord
import SSMStore

/// The figures that other commands have left in the folder of a run, such as maps: those of one folder side by side.
struct MapFigures {
    /// A folder with drawings.
    struct Group {
        /// The folder's path from the run's folder.
        let name: String
        /// The drawings, by name.
        let images: [(name: String, bytes: Data)]
        /// How many there are besides, which would make the page too large.
        let omitted: Int
    }

    /// The groups, by name.
    let groups: [Group]

    /// - Throws: `RecordError.unreadable`.
    init(in run: URL) throws(RecordError) {
        var groups: [Group] = []
        for folder in Self.folders(in: run) {
            let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
                .filter { Self.isDrawing(folder.appendingPathComponent($0)) }.sorted {
                    $0.compare($1, options: .numeric) == .orderedAscending
                }
            guard !files.isEmpty else { continue }
            var images: [(name: String, bytes: Data)] = []
            for file in files.prefix(Self.mostImages) {
                do {
                    images.append(
                        (String(file.dropLast(4)), try Data(contentsOf: folder.appendingPathComponent(file))))
                } catch {
                    throw .unreadable(path: folder.appendingPathComponent(file).relativePath, reason: "\(error)")
                }
            }
            let name = String(folder.standardizedFileURL.path.dropFirst(run.standardizedFileURL.path.count + 1))
            groups.append(Group(name: name, images: images, omitted: files.count - images.count))
        }
        self.groups = groups
    }

    /// Folders of drawings: `figures` and those in it, and `maps` and those in it; the report's own are left out.
    private static func folders(in run: URL) -> [URL] {
        let roots = ["figures", "maps"].map { run.appendingPathComponent($0) }
        return roots.flatMap { root -> [URL] in
            let below = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isDirectoryKey])
            let folders = (below?.compactMap { $0 as? URL } ?? []).filter {
                (try? $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true
            }
            return ([root] + folders).filter { $0.lastPathComponent != RunReport.figureFolder }
        }.sorted { $0.path < $1.path }
    }

    /// Whether a file is a PNG by its name and its first bytes, and no link to something else.
    private static func isDrawing(_ file: URL) -> Bool {
        file.pathExtension == "png"
            && (try? file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true
            && (try? InputFile(file).start(signature.count)) == signature
    }

    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let mostImages = 24
}
