import Foundation

/// Why a file could not be opened or read.
package enum UnreadableFile {
    /// The reason in few words.
    ///
    /// - Parameter error: what Foundation says; its words are used where nothing plainer is known.
    package static func reason(_ path: String, _ error: any Error) -> String {
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            return errno == ENOENT ? "there is no such file" : String(cString: strerror(errno))
        }
        if facts.st_mode & S_IFMT == S_IFDIR { return "it is a folder" }
        if access(path, R_OK) != 0 { return String(cString: strerror(errno)) }
        return error.localizedDescription
    }
}
