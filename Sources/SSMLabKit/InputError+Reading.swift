import SSMStore

extension InputError {
    /// A file that could not be opened or read, with the reason in few words.
    static func unreadable(_ path: String, _ error: any Error) -> InputError {
        .unreadable(path: path, reason: UnreadableFile.reason(path, error))
    }
}
