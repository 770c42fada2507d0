/// The names of datasets and groups: parts between slashes.
enum EntryName {
    /// The name without a leading slash.
    ///
    /// - Throws: `notStorable` when a part is empty or stands for "here", or a character ends the name early.
    static func normalized(_ name: String, in path: String) throws(StoreError) -> String {
        let bare = name.hasPrefix("/") ? String(name.dropFirst()) : name
        for part in bare.split(separator: "/", omittingEmptySubsequences: false) {
            if part.isEmpty || part == "." || part.utf8.contains(0) {
                throw .notStorable(
                    path: path, entry: name, reason: "each part of a name between slashes needs characters of its own")
            }
        }
        return bare
    }
}
