package import SSMContext
package import SSMStore

/// The rows of an OpenOrca file that give background, as samples whose context has a passage for each paragraph.
package struct BackgroundData: ~Copyable {
    private static let largestRow = 1 << 26

    /// How many rows were read so far.
    package private(set) var rows = 0
    /// How many of them were kept.
    package private(set) var kept = 0
    /// How many of them kept each rule.
    package private(set) var rules: [BackgroundContext.Rule: Int] = [:]
    /// Where the row that was read last begins, as bytes of the file.
    package private(set) var offset = 0

    private let path: String
    private let name: String
    private let answerTokens: Int
    private var reader: RecordReader

    /// Reads a file from its beginning.
    ///
    /// - Parameters:
    ///   - name: what the samples' names begin with.
    ///   - answerTokens: the most tokens of an answer.
    package init(_ file: InputFile, name: String, answerTokens: Int) {
        path = file.path
        self.name = name
        self.answerTokens = answerTokens
        reader = RecordReader(file, form: .lines, limit: Self.largestRow)
    }

    /// The next row with background; nil after the last.
    ///
    /// - Throws: `StoreError`; `InstructionError.row` for a line that is no row.
    package mutating func next() throws -> Sample? {
        while let record = try reader.next() {
            let row = try InstructionRow(record, format: .openorca, path: path)
            rows += 1
            offset = record.offset
            let found = BackgroundContext.find(in: row.prompt, response: row.response, id: row.id)
            for rule in found.rules { rules[rule, default: 0] += 1 }
            guard let background = found.background else { continue }
            kept += 1
            return sample(background, response: row.response, number: record.number)
        }
        return nil
    }

    private func sample(_ background: BackgroundContext, response: String, number: Int) -> Sample {
        let id = "\(name):\(number)"
        return Sample(
            id: id, task: "openorca", context: Self.paragraphs(of: background.context),
            questions: [
                Question(
                    query: background.query, cue: "\n", answers: [response], target: response)
            ],
            isQueryFirst: background.isQueryFirst, length: 0, group: id, chance: 0, maximumAnswerTokens: answerTokens)
    }

    /// The paragraphs, each with the line ends before it.
    private static func paragraphs(of text: String) -> [Passage] {
        var passages: [Passage] = []
        var start = text.startIndex
        for index in text.indices.dropFirst()
        where text[index].isNewline && !text[text.index(before: index)].isNewline {
            passages.append(Passage(text: String(text[start..<index])))
            start = index
        }
        passages.append(Passage(text: String(text[start...])))
        return passages.filter { !$0.text.isEmpty }
    }
}
