package import SSMText

/// Why a task or one of its samples cannot be made.
package enum TaskError: Error, Sendable, Hashable {
    /// A value of the configuration that is out of range.
    case configuration(task: String, key: String, reason: String)
    /// A context that cannot hold the evidence; `needed` is the least length in tokens that can.
    case tooShort(task: String, length: Int, needed: Int)
    /// A context so long that the task runs out of different evidence.
    case exhausted(task: String, length: Int, what: String, key: String)
    /// A depth outside 0...1.
    case depth(task: String, depth: Double)
    /// Text that the measuring tokenizer cannot express.
    case tokenizer(task: String, TokenizerError)
    /// Text that cannot be cut to a number of tokens.
    case uncuttable(task: String, text: String, tokens: Int)
    /// A file that cannot be used as the task needs it.
    case file(task: String, problem: String)
    /// A task that the catalog does not have.
    case unknownTask(String, known: [String])
}

extension TaskError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .configuration(let task, let key, let reason):
            "task \(task): \(key) \(reason)"
        case .tooShort(let task, let length, let needed):
            "task \(task): a context of \(length) tokens cannot hold the evidence; it needs at least \(needed)"
        case .exhausted(let task, let length, let what, let key):
            "task \(task): a context of \(length) tokens needs more different \(what) than there are; raise \(key)"
        case .depth(let task, let depth):
            "task \(task): the depth \(depth) is not in 0...1"
        case .tokenizer(let task, let error):
            "task \(task): \(error)"
        case .uncuttable(let task, let text, let tokens):
            "task \(task): the tokenizer cannot cut \"\(text)\" to \(tokens) tokens; use another length"
        case .file(let task, let problem):
            "task \(task): \(problem)"
        case .unknownTask(let name, let known):
            "there is no task \"\(name)\"; the tasks are \(known.joined(separator: ", "))"
        }
    }
}
