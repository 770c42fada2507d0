import SSMStore
import SSMTensor
import SSMText

/// Where the examples of all sources stand, found in one pass over each file.
struct InstructionIndex {
    /// The entries that are kept, source by source, in the order of their files.
    private(set) var entries: [InstructionEntry] = []
    /// What became of the rows, for each source.
    private(set) var counts: [InstructionCounts]

    private let configuration: InstructionConfiguration
    private let tokenizer: any Tokenizer
    /// The entries of each source that pass its filters, and whether their prompts are cut.
    private var found: [[(entry: InstructionEntry, isCut: Bool)]]

    /// The most bytes of a row.
    private static let largestRow = 1 << 26
    /// Bytes between two reports of progress.
    private static let step = 1 << 24

    /// Counts the rows of files.
    ///
    /// - Throws: `StoreError`, `InstructionError`.
    init(
        _ configuration: InstructionConfiguration, files: [InputFile], tokenizer: any Tokenizer,
        onProgress: (InstructionProgress) -> Void
    ) throws {
        self.configuration = configuration
        self.tokenizer = tokenizer
        counts = configuration.sources.map { InstructionCounts(path: $0.path) }
        found = configuration.sources.map { _ in [] }
        for (index, file) in files.enumerated() {
            try read(file, index: index, onProgress: onProgress)
        }
        choose()
    }

    private mutating func read(
        _ file: InputFile, index: Int, onProgress: (InstructionProgress) -> Void
    ) throws {
        let sources = configuration.sources
        let users = sources.indices.filter { sources[$0].path == file.path }
        guard let format = users.first.map({ sources[$0].format }) else { return }
        var reader = RecordReader(file, form: format.form, limit: Self.largestRow)
        var (rows, reported) = (0, 0)
        func next() throws -> FileRecord? {
            do throws(StoreError) {
                return try reader.next()
            } catch .unsupported(let path, let reason) {
                throw InstructionError.unsupported(path: path, reason: "\(reason); \(format.hint)")
            }
        }
        while users.contains(where: { rows < sources[$0].rows ?? .max }), let record = try next() {
            if record.isBlank { continue }
            let row = try InstructionRow(record, format: format, path: file.path)
            let lengths = try lengths(of: row, place: format.place(of: record.number, in: file.path))
            let entry = InstructionEntry(
                file: Int32(index), row: Int32(record.number), offset: record.offset,
                length: Int32(record.bytes.count), fingerprint: row.fingerprint)
            for user in users where rows < sources[user].rows ?? .max { note(entry, lengths, of: user) }
            rows += 1
            if record.offset - reported >= Self.step {
                reported = record.offset
                onProgress(InstructionProgress(path: file.path, done: reported, total: file.size))
            }
        }
        guard rows > 0 else { throw InstructionError.noRows(path: file.path, hint: format.hint) }
    }

    private func lengths(of row: InstructionRow, place: String) throws(InstructionError) -> InstructionLengths {
        do throws(TokenizerError) {
            return InstructionLengths(
                prompt: try tokenizer.encode(row.prompt).count, response: try tokenizer.encode(row.response).count,
                configuration: configuration)
        } catch {
            throw .row(place: place, reason: "\(error)")
        }
    }

    /// Files a row under a source, or under the reason why it is dropped.
    private mutating func note(_ entry: InstructionEntry, _ lengths: InstructionLengths, of source: Int) {
        counts[source].read += 1
        if let reason = lengths.objection(of: configuration.sources[source], limit: configuration.limits.truncateTo) {
            counts[source].dropped[reason, default: 0] += 1
        } else {
            found[source].append((entry, lengths.isCut))
        }
    }

    /// Takes as many of each source as it keeps, by random numbers that depend on nothing but its place.
    private mutating func choose() {
        for (index, source) in configuration.sources.enumerated() {
            var chosen = found[index]
            if let keep = source.keep, keep < chosen.count {
                var generator = RandomKey(seed: 0).folding("instructions").folding(index).generator
                counts[index].dropped[.beyondKeep] = chosen.count - keep
                let places = generator.distinct(keep, below: chosen.count).sorted()
                chosen = places.map { found[index][$0] }
            }
            counts[index].kept = chosen.count
            counts[index].cut = chosen.count { $0.isCut }
            entries += chosen.map(\.entry)
            found[index] = []
        }
    }
}
