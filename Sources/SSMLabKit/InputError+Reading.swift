import Foundation

extension InputError {
    /// A file that could not be opened or read, with the reason in few words.
    ///
    /// - Parameter error: what Foundation says; its words are used where nothing plainer is known.
    static func unreadable(_ path: String, _ error: any Error) -> InputError {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            return .unreadable(path: path, reason: "there is no such file")
        }
        if isFolder.boolValue { return .unreadable(path: path, reason: "it is a folder") }
        if access(path, R_OK) != 0 { return .unreadable(path: path, reason: String(cString: strerror(errno))) }
        return .unreadable(path: path, reason: error.localizedDescription)
    }
}
