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
    /// - Throws: `RecordError.unreadable` for a damaged index, and for one that names a file outside of the folder.
    package static func files(in url: URL) throws(RecordError) -> [DumpedFile] {
        try listed(in: url).filter { isWhole($0, in: url) }
    }

    /// Whether a listed file is there and has the length that it had.
    package static func isWhole(_ file: DumpedFile, in url: URL) -> Bool {
        (try? InputFile(url.appendingPathComponent(file.file)))?.size == file.bytes
    }

    /// The files that the index lists, whether or not they are still there.
    ///
    /// - Throws: as `files(in:)`.
    package static func listed(in url: URL) throws(RecordError) -> [DumpedFile] {
        let file = url.appendingPathComponent(indexName)
        guard let index = try JSONFile.readIfPresent(Index.self, from: file) else { return [] }
        guard index.version == DumpFile.formatVersion else {
            throw .unreadable(
                path: file.relativePath,
                reason: "version \(index.version); this program reads version \(DumpFile.formatVersion)")
        }
        for (place, name) in index.files.map(\.file).enumerated() where !isName(name) {
            throw .unreadable(
                path: file.relativePath, reason: "'files[\(place)].file' is '\(name)', which is no file of this folder")
        }
        return index.files
    }

    /// Whether a file of that name would lie in the folder itself; hidden ones are none of a dump's.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && !name.contains("\0")
    }

    /// Opens a finished file that an index lists, when the file says the same of itself.
    ///
    /// - Throws: `RecordError.unreadable` that names both where they disagree; `StoreError` for a damaged file.
    package static func open(_ file: DumpedFile, in url: URL) throws -> HDF5Reader {
        let reader = try HDF5Reader(contentsOf: url.appendingPathComponent(file.file))
        let found = try reader.attributes()
        for (name, listed) in file.attributes where found[name] != listed {
            throw RecordError.unreadable(
                path: url.appendingPathComponent(indexName).relativePath,
                reason: "of \(file.file) it says that '\(name)' is \(listed.words), and that file says "
                    + "\(found[name]?.words ?? "nothing of it"); dump it again, into another folder")
        }
        return reader
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
        try Self.write(files, in: url)
    }

    /// Writes the index of files that lie in a folder, such as copies of some.
    ///
    /// - Throws: `RecordError.unwritable`.
    package static func write(_ files: [DumpedFile], in url: URL) throws(RecordError) {
        try JSONFile.write(Index(files: files), to: url.appendingPathComponent(indexName))
    }
}
