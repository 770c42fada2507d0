/// The assignments of string literals in a Python source text.
///
/// Only as much of Python as templates need: names that are assigned one string literal, or several that stand one
/// after another, in parentheses or not. Everything else is passed over.
struct PythonSource {
    /// `name = "text"`
    struct Assignment: Hashable {
        /// The innermost function around it; nil at the top.
        let function: String?
        let name: String
        /// The text; nil where a part of it is an f-string, whose value only Python knows.
        let text: String?
        /// The line, from 1.
        let line: Int
    }

    /// The assignments, in the order of the source.
    private(set) var assignments: [Assignment] = []

    /// - Throws: `PythonScanner.Failure` for a literal that does not end, or has an escape that cannot be read.
    init(_ source: String) throws(PythonScanner.Failure) {
        var scanner = PythonScanner(source)
        var functions: [(column: Int, name: String)] = []
        while let line = try scanner.nextLine() {
            guard let first = line.tokens.first else { continue }
            while let last = functions.last, last.column >= line.column { functions.removeLast() }
            let words = line.tokens.prefix(3)
            if first == .name("def") || words.starts(with: [.name("async"), .name("def")]) {
                let name = words.dropFirst(first == .name("def") ? 1 : 2).first
                if case .name(let name) = name { functions.append((line.column, name)) }
            } else if let (name, text) = Self.assignment(line.tokens) {
                assignments.append(
                    Assignment(function: functions.last?.name, name: name, text: text, line: line.number))
            }
        }
    }

    /// The name and the text of a line that assigns literals.
    private static func assignment(_ tokens: [PythonScanner.Token]) -> (name: String, text: String?)? {
        guard tokens.count >= 3, case .name(let name) = tokens[0], tokens[1] == .symbol("=") else { return nil }
        var value = tokens[2...]
        while value.first == .symbol("("), value.last == .symbol(")") { value = value.dropFirst().dropLast() }
        var text: String? = ""
        for token in value {
            guard case .string(let part) = token else { return nil }
            text = part.flatMap { part in text.map { $0 + part } }
        }
        return value.isEmpty ? nil : (name, text)
    }
}
