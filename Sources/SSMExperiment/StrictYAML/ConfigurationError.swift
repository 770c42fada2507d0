/// A fault in a configuration, with its place: every one ends the program with exit code 3.
package struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    package enum Problem: Sendable, Hashable {
        /// The file cannot be read.
        case unreadable(reason: String)
        /// The file holds no configuration.
        case empty
        /// The text is not YAML.
        case malformed(reason: String)
        /// A mapping has one key twice.
        case duplicateKey(String)
        /// Nothing reads this key.
        case unknownKey(String, nearest: String?, known: [String])
        /// A key that has no default is not there.
        case missingKey(String)
        /// A value of another type stands here.
        case wrongType(expected: String, found: String)
        /// The value is not one of those that are allowed.
        case unknownValue(String, nearest: String?, allowed: [String])
        /// The value has the right type and is refused all the same.
        case invalid(reason: String)
    }

    /// What is wrong.
    package let problem: Problem
    /// Where it is wrong.
    package let place: ConfigurationPlace
    /// The keys that lead there, such as `train`, `base`, `steps`.
    package let path: [String]

    /// An error at a place.
    package init(_ problem: Problem, at place: ConfigurationPlace, path: [String] = []) {
        self.problem = problem
        self.place = place
        self.path = path
    }

    /// Line of the fault in its file, from 1.
    package var line: Int? { place.line }
    /// Column of the fault in its line, from 1.
    package var column: Int? { place.column }

    package var description: String {
        let location = path.isEmpty ? "" : "\(path.joined(separator: ".")): "
        return "\(place): \(location)\(problemText)"
    }

    private var problemText: String {
        switch problem {
        case .unreadable(let reason): return "cannot read the file: \(reason)"
        case .empty: return "the file is empty; an experiment needs at least 'experiment', 'model' and 'strategies'"
        case .malformed(let reason): return "not YAML: \(reason)"
        case .duplicateKey(let key): return "the key '\(key)' appears twice; keep one of them"
        case .unknownKey(let key, let nearest, let known):
            return "unknown key '\(key)'\(Self.hint(nearest, from: known, noun: "keys known here"))"
        case .missingKey(let key): return "the key '\(key)' is missing and has no default"
        case .wrongType(let expected, let found): return "expected \(expected), found \(found)"
        case .unknownValue(let value, let nearest, let allowed):
            return "unknown value '\(value)'\(Self.hint(nearest, from: allowed, noun: "allowed"))"
        case .invalid(let reason): return reason
        }
    }

    private static func hint(_ nearest: String?, from names: [String], noun: String) -> String {
        let list = names.isEmpty ? "" : " (\(noun): \(names.joined(separator: ", ")))"
        guard let nearest else { return list }
        return "; did you mean '\(nearest)'?\(list)"
    }
}
