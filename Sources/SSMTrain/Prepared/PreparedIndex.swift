import SSMContext
import SSMStore
import SSMText

/// Where the examples of a file stand, found in one pass over it.
struct PreparedIndex {
    /// The examples that are kept, in the order of the file.
    private(set) var entries: [InstructionEntry] = []
    /// What became of the lines.
    private(set) var counts: InstructionCounts

    private let limits: ExampleLimits
    private let tokenizer: any Tokenizer

    /// The most bytes of a line.
    private static let largestRow = 1 << 28
    /// Bytes between two reports of progress.
    private static let step = 1 << 24

    /// Counts the lines of a file.
    ///
    /// - Throws: `StoreError`, `InstructionError`.
    init(
        _ file: InputFile, limits: ExampleLimits, tokenizer: any Tokenizer,
        onProgress: (InstructionProgress) -> Void
    ) throws {
        self.limits = limits
        self.tokenizer = tokenizer
        counts = InstructionCounts(path: file.path)
        var reader = RecordReader(file, form: .lines, limit: Self.largestRow)
        var reported = 0
        while let record = try reader.next() {
            if record.isBlank { continue }
            try note(PreparedRow(record, path: file.path))
            if record.offset - reported >= Self.step {
                reported = record.offset
                onProgress(InstructionProgress(path: file.path, done: reported, total: file.size))
            }
        }
        guard counts.read > 0 else { throw InstructionError.noRows(path: file.path, hint: PreparedRow.hint) }
        guard !entries.isEmpty else { throw InstructionError.nothingKept(counts: [counts.text]) }
    }

    /// Files a line among the examples, or under the reason why it is dropped.
    private mutating func note(_ row: PreparedRow) throws(InstructionError) {
        counts.read += 1
        let whole: EncodedExample
        do throws(TokenizerError) {
            whole = try row.example.encoded(with: tokenizer)
        } catch {
            throw .row(place: row.place, reason: "\(error)")
        }
        let example = limits.shaped(whole, with: tokenizer)
        if !example.isTarget.contains(true) {
            counts.dropped[.emptyResponse, default: 0] += 1
        } else if example.tokens.count > limits.truncateTo {
            counts.dropped[.longResponse, default: 0] += 1
        } else {
            counts.kept += 1
            if example.tokens.count < whole.tokens.count { counts.cut += 1 }
            entries.append(row.entry)
        }
    }
}

extension ExampleLimits {
    /// A prepared example as training takes it: with the token that ends a text behind an answer that it ends in, unless
    /// it is there, and its prompt cut.
    func shaped(_ example: EncodedExample, with tokenizer: any Tokenizer) -> EncodedExample {
        let isOpen = example.isProtected.last == true && example.tokens.last != tokenizer.endOfText
        return (isOpen ? example.ended(by: tokenizer.endOfText) : example).cut(to: truncateTo, keepingFirst: keepFirst)
    }
}
