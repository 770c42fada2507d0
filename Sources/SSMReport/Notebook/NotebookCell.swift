import SSMStore

/// One cell of a notebook.
struct NotebookCell: Sendable, Hashable {
    enum Kind: String {
        case code, markdown
    }

    let kind: Kind
    /// What the cell is for, in small letters and `-`: the same whenever the notebook is made again.
    let id: String
    var tags: [String] = []
    var source: String

    /// The cell as nbformat has it.
    var node: JSONNode {
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        let texts = lines.enumerated().map { index, line in
            JSONNode.string(index < lines.count - 1 ? line + "\n" : String(line))
        }
        let metadata = tags.isEmpty ? [] : [JSONNode.Member("tags", .array(tags.map(JSONNode.string)))]
        let common: [JSONNode.Member] = [
            .init("cell_type", .string(kind.rawValue)), .init("id", .string(id)), .init("metadata", .object(metadata)),
        ]
        let output: [JSONNode.Member] =
            kind == .code ? [.init("execution_count", .null), .init("outputs", .array([]))] : []
        return .object(common + output + [.init("source", .array(texts))])
    }
}
