import Foundation
import SSMRecord

/// Values as single lines of JSON.
enum JSONLine {
    /// The line of a value, without its end.
    static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The values of all lines of a file that are not blank.
    ///
    /// - Throws: `InputError` that names the file and the line.
    static func values<Value: Decodable>(_ type: Value.Type, in url: URL) throws(InputError) -> [Value] {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: url)
        } catch {
            throw .unreadable(url.path, error)
        }
        let decoder = JSONDecoder()
        var values: [Value] = []
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            guard line.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }) else { continue }
            do {
                values.append(try decoder.decode(type, from: line))
            } catch {
                throw .malformedLine(path: url.path, line: index + 1, reason: JSONProblem.words(error))
            }
        }
        return values
    }
}
