import Foundation

/// The `defaults.yaml` of a plugin, which is written in the part of YAML that is JSON line by line.
public enum DefaultsFile {
    /// The keys and values of the file beside the folder of a plugin's tests.
    ///
    /// - Parameter test: a file in that folder.
    /// - Throws: an error that names the file when it cannot be read, and `CocoaError` for a line without a key.
    public static func values(besideTestsOf test: String = #filePath) throws -> [String: Any] {
        let url = URL(fileURLWithPath: test).deletingLastPathComponent()
            .appendingPathComponent("../defaults.yaml").standardizedFileURL
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
        let pairs = try lines.filter { !$0.hasPrefix("#") }.map { line -> (String, Any) in
            guard let colon = line.firstIndex(of: ":") else { throw CocoaError(.propertyListReadCorrupt) }
            let text = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            let value = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
            return (String(line[..<colon]), value ?? text)
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}
