extension [String] {
    /// The names of columns for a line of text: all of a few, otherwise two and how many there are besides.
    package var listedColumns: String {
        count <= 4 ? joined(separator: ", ") : "\(prefix(2).joined(separator: ", ")) and \(count - 2) more"
    }
}
