import Foundation

/// A server's key: it goes into the header of a request and nowhere else.
struct BearerKey: Sendable {
    private let secret: String

    /// The key that an environment variable holds.
    ///
    /// - Throws: `TeacherError.missingKey`.
    init(in variable: String, of environment: [String: String]) throws(TeacherError) {
        guard let value = environment[variable] else { throw .missingKey(variable: variable, problem: "is not set") }
        secret = value.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !secret.isEmpty else { throw .missingKey(variable: variable, problem: "is empty") }
        guard secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .missingKey(variable: variable, problem: "has characters that no key has")
        }
    }

    /// The value of the header `Authorization`.
    var authorization: String { "Bearer \(secret)" }

    /// A text of the server without the key, which some servers repeat when they refuse it.
    func hidden(in text: String) -> String {
        text.replacing(secret, with: "(key)")
    }
}

extension BearerKey: CustomStringConvertible, CustomReflectable {
    var description: String { "(key)" }
    var customMirror: Mirror { Mirror(self, children: []) }
}
