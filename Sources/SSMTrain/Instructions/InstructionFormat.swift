package import SSMStore

/// A form in which collections of instructions are published.
package enum InstructionFormat: String, Codable, Sendable, Hashable, CaseIterable {
    /// One JSON object a line: `question` is the prompt and `response` the answer.
    case openorca
    /// One JSON array of objects: `instruction` is the prompt and `output` the answer.
    case longalpaca

    /// How the rows of a file are told apart.
    package var form: RecordForm {
        switch self {
        case .openorca: .lines
        case .longalpaca: .array
        }
    }

    /// The member of a row that holds the prompt.
    var promptKey: String {
        switch self {
        case .openorca: "question"
        case .longalpaca: "instruction"
        }
    }

    /// The member of a row that holds the answer.
    var responseKey: String {
        switch self {
        case .openorca: "response"
        case .longalpaca: "output"
        }
    }

    /// What a row of a file is called in messages.
    func place(of row: Int, in path: String) -> String {
        switch form {
        case .lines: "\(path):\(row)"
        case .array: "\(path), element \(row)"
        }
    }

    /// What to try when a file is not of this format.
    var hint: String {
        switch self {
        case .openorca: "'format: openorca' reads one object a line, and 'format: longalpaca' one JSON array"
        case .longalpaca: "'format: longalpaca' reads one JSON array, and 'format: openorca' one object a line"
        }
    }
}
