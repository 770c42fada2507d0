package import SSMText

/// What can be wrong with a file that the user gives to a command.
package enum InputError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file cannot be read.
    case unreadable(path: String, reason: String)
    /// The file is not a list of lists of numbers.
    case notTokenLists(path: String, place: String)
    /// The file lists nothing.
    case nothingListed(path: String)
    /// A list has no token.
    case emptyList(path: String, list: Int)
    /// A token that the model does not have.
    case tokenOutOfRange(path: String, list: Int, index: Int, token: Int, vocabularySize: Int)
    /// A line of a JSONL file that is not what it should be.
    case malformedLine(path: String, line: Int, reason: String)
    /// Bytes that are not UTF-8; `offset` counts from the start of the file.
    case notText(path: String, offset: Int)
    /// A file of a kind that the command does not read.
    case unsupportedKind(path: String, reason: String)
    /// A text that the tokenizer cannot encode.
    case notEncodable(path: String, reason: String)
    /// No document is long enough for any window.
    case tooShort(path: String, longest: Int, needed: Int, protocol: String)
    /// Samples that have no form in LongMemEval.
    case noHistories(task: String)
    /// A prompt without text, and a model without a token that begins or ends texts.
    case emptyPrompt(model: String)
    /// A `tokenizer.json` that cannot be used.
    case badTokenizer(path: String, TokenizerError)
    /// The file to write is one that the command reads.
    case outputIsInput(path: String, input: String)
    /// The file to write is there already and is no earlier output.
    case outputExists(path: String, content: String)

    package var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "\(path): cannot be read (\(reason)); check the path"
        case .noHistories(let task):
            "samples of '\(task)' cannot be written as LongMemEval; those of 'conversations' can"
        case .notTokenLists(let path, let place):
            "\(path): \(place); a list of lists of token ids is needed, such as [[1, 2, 3], [4, 5]]"
        case .nothingListed(let path):
            "\(path): the list is empty; give at least one list of token ids"
        case .emptyList(let path, let list):
            "\(path): list \(list) is empty; a sequence needs at least one token"
        case .tokenOutOfRange(let path, let list, let index, let token, let size):
            "\(path): list \(list), index \(index): the token \(token) is outside the vocabulary 0..<\(size); "
                + "use the tokenizer of this model"
        case .malformedLine(let path, let line, let reason):
            "\(path):\(line): \(reason)"
        case .notText(let path, let offset):
            "\(path): byte \(offset) is not UTF-8; convert the file, or give another one"
        case .unsupportedKind(let path, let reason):
            "\(path): \(reason)"
        case .notEncodable(let path, let reason):
            "\(path): \(reason)"
        case .tooShort(let path, let longest, let needed, let name):
            "\(path): the longest document has \(longest) tokens, and \(name) needs \(needed) for its shortest length; "
                + "give shorter --lengths or longer documents"
        case .emptyPrompt(let model):
            "the prompt is empty, and \(model) has no token that begins or ends texts to go on from; give a text, or "
                + "bos_token_id in its generation_config.json"
        case .badTokenizer(let path, let error):
            "\(path): \(error)"
        case .outputIsInput(let path, let input):
            "\(path): this is the input \(input), which would be lost; write to another file"
        case .outputExists(let path, let content):
            "\(path): there is a file already, and it holds no \(content) of this program; "
                + "write to another file, or remove this one"
        }
    }
}
