/// A part of a notebook as it stands in `Sections/`: cells in the percent form that editors of Python know.
///
///     # %% [markdown] id="table-text"
///     # ## The table
///     # %% id="table" tags=["parameters"]
///     print("the table")
struct NotebookSection: Sendable {
    /// The cells.
    let cells: [NotebookCell]

    /// The cells of a file of this module.
    ///
    /// - Precondition: the file begins with a line that begins a cell, and each such line has an id.
    init(_ bytes: [UInt8]) {
        var cells: [NotebookCell] = []
        var lines: [Substring] = []
        func end(_ cell: NotebookCell?) {
            guard var cell else { return }
            let texts = cell.kind == .code ? lines : lines.map { $0.drop { $0 == "#" }.dropFirst() }
            cell.source = texts.joined(separator: "\n")
            cells.append(cell)
        }
        var current: NotebookCell?
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("# %%") {
                end(current)
                current = Self.cell(beginningWith: line)
                lines = []
            } else {
                lines.append(line)
            }
        }
        while lines.last == "" { lines.removeLast() }
        end(current)
        self.cells = cells
    }

    private static func cell(beginningWith line: Substring) -> NotebookCell {
        guard let match = line.wholeMatch(of: /# %%( \[markdown\])? id="([a-z-]+)"(?: tags=\["([a-z]+)"\])?/) else {
            preconditionFailure("NotebookSection: '\(line)' begins no cell")
        }
        return NotebookCell(
            kind: match.1 == nil ? .code : .markdown, id: String(match.2), tags: match.3.map { [String($0)] } ?? [],
            source: "")
    }
}
