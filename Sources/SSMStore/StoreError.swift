/// What can go wrong with a file; every case names the file, and its description says what to do.
package enum StoreError: Error, Hashable, Sendable {
    /// There is no file of that name.
    case notFound(path: String)
    /// The path is a folder, a device or a pipe.
    case notAFile(path: String)
    /// The file is there and the system refuses to read it.
    case unreadable(path: String, reason: String)
    /// The content is not what was written: cut off, changed, or never a file of this kind.
    case damaged(path: String, reason: String)
    /// The file is whole, and of a kind or version that this program does not read.
    case unsupported(path: String, reason: String)
    /// Weights as PyTorch saves them, which can run code when they are loaded.
    case pickle(path: String)
    /// A file that an index names is not there.
    case missingShard(path: String, index: String, tensors: [String])
    /// An HDF5 file of another program, and nothing at hand to check it with.
    case foreign(path: String)
    /// The file asks for what an honest file has no need of, such as reading another file.
    case refused(path: String, entry: String, reason: String)
    /// The file has no entry of that name.
    case missingEntry(path: String, entry: String)
    /// The entry holds something else than what was asked for.
    case wrongKind(path: String, entry: String, expected: String, found: String)
    /// What was to be stored cannot be expressed in the file format.
    case notStorable(path: String, entry: String, reason: String)
    /// Writing failed: disk full, quota, permissions.
    case writeFailed(path: String, reason: String)
    /// Every checkpoint of a folder is unusable.
    case noUsableCheckpoint(folder: String, reasons: [String])
    /// The HDF5 library itself cannot be used.
    case libraryUnusable(path: String, reason: String)
}

extension StoreError {
    /// Whether the disk is at fault and not the data: the difference between exit codes 5 and 4.
    package var isDiskFailure: Bool {
        if case .writeFailed = self { true } else { false }
    }
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound(let path):
            "\(path): there is no such file; check the path"
        case .notAFile(let path):
            "\(path): this is not a regular file; give the path of a file"
        case .unreadable(let path, let reason):
            "\(path): cannot be read (\(reason)); check its permissions and the disk"
        case .damaged(let path, let reason):
            "\(path): the file is damaged (\(reason)); restore it from a copy, or use an earlier checkpoint"
        case .unsupported(let path, let reason):
            "\(path): \(reason)"
        case .pickle(let path):
            "\(path): \(Pickle.advice(for: path))"
        case .missingShard(let path, let index, let tensors):
            "\(path): this file is missing, and \(index) places \(StoreError.list(tensors)) in it; "
                + "complete the download"
        case .foreign(let path):
            "\(path): an HDF5 file of another program, which must be checked in a process of its own first; "
                + "open it with a command that checks foreign files, or convert it to safetensors"
        case .refused(let path, let entry, let reason):
            "\(path): '\(entry)' is refused (\(reason)); write the file anew with all of its data inside it"
        case .missingEntry(let path, let entry):
            "\(path): there is no '\(entry)' in it; check that this is the file that you meant"
        case .wrongKind(let path, let entry, let expected, let found):
            "\(path): '\(entry)' is \(found) where \(expected) is expected; convert it before loading"
        case .notStorable(let path, let entry, let reason):
            "\(path): '\(entry)' cannot be stored: \(reason)"
        case .writeFailed(let path, let reason):
            "\(path): writing failed (\(reason)); see that its folder is there and has space, or choose another. "
                + "Files that were complete before are untouched"
        case .noUsableCheckpoint(let folder, let reasons):
            "\(folder): none of its checkpoints can be used; remove the folder to start anew. "
                + reasons.joined(separator: "; ")
        case .libraryUnusable(let path, let reason):
            "\(path): the HDF5 library cannot be used (\(reason)); install libhdf5 1.10.7 or newer"
        }
    }

    /// Some names and how many more there are.
    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        return names.count > 3 ? "\(shown) and \(names.count - 3) more tensors" : shown
    }
}
