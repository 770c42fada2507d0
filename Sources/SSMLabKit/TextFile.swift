import Foundation

/// A text that the user names by a path.
enum TextFile {
    /// The whole text of a file.
    ///
    /// - Throws: `InputError` that names the file, and the first byte that is not UTF-8.
    static func text(of path: String) throws(InputError) -> String {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
        if let text = String(validating: data, as: UTF8.self) { return text }
        throw .notText(path: path, offset: firstFault(in: data))
    }

    /// Where the first sequence of bytes begins that is not UTF-8.
    private static func firstFault(in data: Data) -> Int {
        var parser = Unicode.UTF8.ForwardParser()
        var bytes = data.makeIterator()
        var offset = 0
        while case .valid(let scalar) = parser.parseScalar(from: &bytes) { offset += scalar.count }
        return offset
    }
}
