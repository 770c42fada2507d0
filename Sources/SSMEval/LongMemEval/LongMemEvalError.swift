/// What can be wrong with a LongMemEval file, or with the templates for it.
package enum LongMemEvalError: Error, Hashable, Sendable {
    /// A record that cannot be used; `key` is the path of the offending value, empty for the record as a whole.
    case record(path: String, number: Int, id: String?, key: String, reason: String)
    /// Two records of one name.
    case duplicate(path: String, number: Int, id: String, first: Int)
    /// A file without a record.
    case noRecords(path: String)
    /// Python source that has no such template.
    case template(path: String, reason: String)
    /// A prompt whose fixed parts leave no room for a history.
    case noRoom(tokens: Int, generated: Int)
    /// Labels of a question that the file does not have.
    case unknownQuestion(id: String)
}

extension LongMemEvalError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .record(let path, let number, let id, let key, let reason):
            "\(path): record \(number)\(id.map { " (\($0))" } ?? ""): \(key.isEmpty ? "" : "\(key) ")\(reason)"
        case .duplicate(let path, let number, let id, let first):
            "\(path): record \(number) has the question_id \(id) of record \(first); remove one of them"
        case .noRecords(let path):
            "\(path): there is no record in it; is it a LongMemEval file?"
        case .template(let path, let reason):
            "\(path): \(reason)"
        case .noRoom(let tokens, let generated):
            "a model of \(tokens) tokens has no room for a history beside \(generated) generated tokens and the "
                + "\(LongMemEvalTruncation.reserve) that are kept for the rest of the prompt"
        case .unknownQuestion(let id):
            "there is a label for \(id), which is no question of the file; is it of another file?"
        }
    }
}
