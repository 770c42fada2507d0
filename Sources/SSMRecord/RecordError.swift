import Foundation

/// A fault in a folder of records, with its path and what to do.
package enum RecordError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The folder belongs to another experiment.
    case foreignFolder(path: String, found: String, wanted: String)
    /// The folder holds files and none of them is of the content that is to go there.
    case occupiedFolder(path: String, content: String)
    /// Another process works in the folder.
    case busy(path: String)
    /// A file cannot be read or is not what it should be.
    case unreadable(path: String, reason: String)
    /// A line before the last one of a JSONL file is damaged.
    case damagedLine(path: String, line: Int, reason: String)
    /// Writing failed; the disk may be full.
    case unwritable(path: String, reason: String)

    /// The exit code of the program: 3 configuration, 4 data, 5 disk.
    package var exitCode: Int32 {
        switch self {
        case .foreignFolder, .occupiedFolder, .busy: return 3
        case .unreadable, .damagedLine: return 4
        case .unwritable: return 5
        }
    }

    package var description: String {
        switch self {
        case .foreignFolder(let path, let found, let wanted):
            return "\(path) holds the experiment '\(found)', not '\(wanted)'; choose another folder with --output, "
                + "or move that one away"
        case .occupiedFolder(let path, let content):
            return "\(path) is not empty and holds no \(content); choose another folder with --output"
        case .busy(let path):
            return "another process works in \(path); wait for it, or choose another folder with --output"
        case .unreadable(let path, let reason):
            return "cannot read \(path): \(reason)"
        case .damagedLine(let path, let line, let reason):
            return "\(path):\(line) is damaged (\(reason)); remove the line, and the run makes it again"
        case .unwritable(let path, let reason):
            return "cannot write \(path): \(reason); free some space, or choose another folder with --output"
        }
    }

    /// The error of a failed system call, read from `errno`.
    static func unwritable(_ url: URL, errno code: Int32) -> RecordError {
        .unwritable(path: url.relativePath, reason: String(cString: strerror(code)))
    }
}
