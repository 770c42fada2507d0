import SSMStore

/// A notebook of the form nbformat 4.5, without outputs.
struct Notebook: Sendable {
    /// The cells.
    var cells: [NotebookCell]

    /// The file's text: the same cells give the same bytes.
    var text: String {
        let metadata = JSONNode.object([
            .init(
                "kernelspec",
                .object([
                    .init("display_name", .string("Python 3")), .init("language", .string("python")),
                    .init("name", .string("python3")),
                ])),
            .init("language_info", .object([.init("name", .string("python"))])),
        ])
        let node = JSONNode.object([
            .init("cells", .array(cells.map(\.node))), .init("metadata", metadata), .init("nbformat", .number("4")),
            .init("nbformat_minor", .number("5")),
        ])
        return node.text + "\n"
    }
}
