package import Foundation
package import SSMStore
package import SSMTensor
import Synchronization

/// A folder of dumps: its files and `index.json`, which lists those that are finished.
///
/// The index is written anew after each file, so that it is true whenever a process ends.
package final class DumpFolder: Sendable {
    /// The folder.
    package let url: URL
    private let lock: FolderLock
    private let files: Mutex<[DumpedFile]>

    private static let indexName = "index.json"

    /// The list of files as it stands in the folder.
    private struct Index: Codable {
        var version = DumpFile.formatVersion
        var files: [DumpedFile]
    }

    /// Takes a folder for this process, making it when it is not there.
    ///
    /// - Throws: `RecordError`: the folder holds other files, another process holds it, its index is of another version
    ///   or damaged, or it cannot be written.
    package init(_ url: URL) throws(RecordError) {
        self.url = url
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        // Hidden files are locks, and what a killed process left under a temporary name.
        if !names.contains(Self.indexName), names.contains(where: { !$0.hasPrefix(".") }) {
            throw .occupiedFolder(path: url.relativePath, content: "dump")
        }
        try RunFolder.create(url)
        lock = try FolderLock(url)
        let listed = try Self.files(in: url)
        files = Mutex(listed)
        try write(listed)
    }

    /// The finished files of a folder that nobody need hold; those that were removed or cut since are left out.
    ///
    /// - Throws: `RecordError.unreadable`.
    package static func files(in url: URL) throws(RecordError) -> [DumpedFile] {
        let file = url.appendingPathComponent(indexName)
        guard let index = try JSONFile.readIfPresent(Index.self, from: file) else { return [] }
        guard index.version == DumpFile.formatVersion else {
            throw .unreadable(
                path: file.relativePath,
                reason: "version \(index.version); this program reads version \(DumpFile.formatVersion)")
        }
        return index.files.filter { (try? InputFile(url.appendingPathComponent($0.file)))?.size == $0.bytes }
    }

    /// The finished file of a name.
    package func finished(_ name: String) -> DumpedFile? {
        files.withLock { files in files.first { $0.file == name } }
    }

    /// Begins a file.
    ///
    /// - Throws: `StoreError.writeFailed`.
    package func begin(
        _ name: String, facts: DumpFacts, form: DumpForm, texts: [TokenID: String]
    ) throws(StoreError) -> DumpFile {
        try DumpFile(creating: url.appendingPathComponent(name), facts: facts, form: form, texts: texts)
    }

    /// Lists a file that is finished.
    ///
    /// - Throws: `RecordError.unwritable`.
    package func add(_ file: DumpedFile) throws(RecordError) {
        let all = files.withLock { files in
            files.removeAll { $0.file == file.file }
            files.append(file)
            return files
        }
        try write(all)
    }

    private func write(_ files: [DumpedFile]) throws(RecordError) {
        try JSONFile.write(Index(files: files), to: url.appendingPathComponent(Self.indexName))
    }
}
