import Crypto
import Foundation
import SSMStore

/// The files of a local model.
enum ModelFiles {
    /// The first 16 hexadecimal digits of a digest of a checkpoint, or of the files in a folder and their names.
    ///
    /// - Throws: `StoreError` for a file that cannot be read; what listing a folder throws.
    static func digest(of path: String) throws -> String {
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard isThere && isFolder.boolValue else {
            return try InputFile(path: path).digest(from: 0).prefix(8).hexadecimal
        }
        var hash = SHA256()
        for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
            let file = URL(fileURLWithPath: path).appendingPathComponent(name)
            guard try file.resourceValues(forKeys: [.isDirectoryKey]).isDirectory != true else { continue }
            hash.update(data: Data("\(name)\n".utf8))
            hash.update(data: Data(try InputFile(file).digest(from: 0)))
        }
        return hash.finalize().prefix(8).hexadecimal
    }
}
