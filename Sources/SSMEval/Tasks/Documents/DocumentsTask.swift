package import SSMContext
package import SSMTensor
package import SSMText

/// The number of the one document that answers a question has to be found.
///
/// - Source: DeciMamba's `squad_retrieve` data. Different here: the documents are generated, each about one person, and
///   their number follows from the length of the context, of which the last sentence of the last document that is not
///   asked for is cut; the query can stand after the documents.
package struct DocumentsTask: EvaluationTask {
    package static let name = "documents"
    package static let summary = "tell the number of the one document that answers a question (DeciMamba form)"
    package static let version = 1

    /// Documents are numbered from 0 to one less than this.
    static let ids = 1_000

    package let configuration: DocumentsConfiguration
    package let vocabulary: [String]
    package var scoring: ScoringRule { .exact }

    private var ruler: TextRuler
    private let writer: FillerWriter
    private let names: [Split: [PersonName]]

    package init(_ configuration: DocumentsConfiguration) throws(TaskError) {
        try Self.check(configuration)
        self.configuration = configuration
        writer = FillerWriter(configuration.filler, echoes: [], numberBound: Self.ids)
        names = Dictionary(
            uniqueKeysWithValues: [Split.training, .evaluation].map { split in
                (split, PersonName.all(of: split, given: configuration.givenNames, family: configuration.familyNames))
            })
        vocabulary = WordTokenizer.vocabulary(
            of: Self.texts(configuration) + writer.texts.filter { $0.first == " " },
            special: ["<|Query|>", "<|Document", "<|Answer|>", "|>"])
        ruler = TextRuler(task: Self.name, tokenizer: try Self.tokenizer(of: vocabulary))
    }

    package func measured(by tokenizer: any Tokenizer) -> DocumentsTask {
        var task = self
        task.ruler = TextRuler(task: Self.name, tokenizer: tokenizer)
        return task
    }

    package func trainingSample(_ index: Int, length: Int, key: RandomKey) throws(TaskError) -> Sample {
        try sample(.training, index, length: length, depth: nil, key: key)
    }

    package func evaluationSample(
        _ index: Int, length: Int, depth: Double?, key: RandomKey
    ) throws(TaskError) -> Sample {
        try sample(.evaluation, index, length: length, depth: depth, key: key)
    }

    private func sample(
        _ split: Split, _ index: Int, length: Int, depth: Double?, key: RandomKey
    ) throws(TaskError) -> Sample {
        try Self.check(depth: depth)
        let identity = SampleIdentity(
            task: Self.name, configuration: configuration, split: split, index: index, key: key)
        var generator = identity.key.folding("question").generator
        var world = DocumentsWorld(configuration, names: names[split, default: []], key: identity.key)
        guard let person = world.nextPerson(), let id = world.nextID() else {
            throw .exhausted(task: Self.name, length: length, what: "persons", key: "given-names or family-names")
        }
        let gold = Document(id: id, sentences: person.sentences(configuration.sentences), isEvidence: true)
        let documents = try documents(around: gold, from: &world, length: length)
        let places = self.places(of: documents.count, depth: depth, key: identity.key)
        let ordered = documents.indices.sorted { places[$0] < places[$1] }.map { documents[$0] }
        let questions = person.questions(configuration.sentences)
        let question = Question(
            query: " <|Query|> " + questions[generator.below(questions.count)], cue: " <|Answer|> <|Document ",
            answers: [String(id)], target: "\(id)|>")
        return Sample(
            id: identity.id(length: length, depth: depth), task: Self.name,
            context: try cut(ordered, to: length, key: identity.key).flatMap(\.passages), questions: [question],
            isQueryFirst: configuration.queryFirst, length: length, depth: depth, group: identity.group,
            chance: 1 / Double(documents.count), maximumAnswerTokens: 10, stop: ["|>"])
    }

    /// The asked document and as many others as fit, in order of importance.
    private func documents(
        around gold: Document, from world: inout DocumentsWorld, length: Int
    ) throws(TaskError) -> [Document] {
        var documents = [gold]
        var tokens = try count(gold)
        while true {
            guard let person = world.nextPerson(), let id = world.nextID() else {
                throw .exhausted(
                    task: Self.name, length: length, what: "documents",
                    key: "given-names or family-names (there are 1000 document numbers at most)")
            }
            let document = Document(id: id, sentences: person.sentences(configuration.sentences), isEvidence: false)
            let size = try count(document)
            guard tokens + size <= length else {
                guard documents.count > 1 else {
                    throw .tooShort(task: Self.name, length: length, needed: tokens + size)
                }
                return documents
            }
            documents.append(document)
            tokens += size
        }
    }

    /// Where each document stands: the asked one in the window of the depth, the others spread evenly.
    private func places(of count: Int, depth: Double?, key: RandomKey) -> [Double] {
        let window = DepthWindow.shares(of: depth)
        let share = key.folding("place").uniform
        let others = GoldenSequence(start: key.folding("places").uniform)
        let gold = window.lowerBound + share * (window.upperBound - window.lowerBound)
        return [gold] + (1..<count).map { others[$0] }
    }

    /// The documents with filler at the end of the last one that is not asked for, to have exactly `length` tokens.
    private func cut(_ documents: [Document], to length: Int, key: RandomKey) throws(TaskError) -> [Document] {
        var documents = documents
        guard let last = documents.lastIndex(where: { !$0.isEvidence }) else { return documents }
        var room = length
        for document in documents { room -= try count(document) }
        var filler = FillerStream(writer, key: key.folding("filler"))
        while room > 0 {
            let sentence = " " + filler.next()
            let tokens = try ruler.count(sentence)
            documents[last].sentences.append(
                tokens <= room ? sentence : try ruler.prefix(of: sentence, tokens: room))
            room -= min(tokens, room)
        }
        return documents
    }

    private func count(_ document: Document) throws(TaskError) -> Int {
        var tokens = 0
        for passage in document.passages { tokens += try ruler.count(passage.text) }
        return tokens
    }

    private static func check(_ configuration: DocumentsConfiguration) throws(TaskError) {
        try demand((1...5).contains(configuration.sentences), "sentences", "has to be in 1...5")
        try demand((4...48).contains(configuration.givenNames), "given-names", "has to be in 4...48")
        try demand((4...48).contains(configuration.familyNames), "family-names", "has to be in 4...48")
        try demand((0...1).contains(configuration.nearMisses), "near-misses", "has to be in 0...1")
        try configuration.filler.check(for: name)
    }

    /// Texts that have every token of documents and questions.
    private static func texts(_ configuration: DocumentsConfiguration) -> [String] {
        var generator = RandomKey(seed: 0).generator
        let person = Person(PersonName(given: 0, family: 0), from: &generator)
        let names: [ArraySlice<String>] = [
            DocumentsLexicon.givenNames.prefix(configuration.givenNames),
            DocumentsLexicon.familyNames.prefix(configuration.familyNames),
        ]
        let others: [[String]] = [
            DocumentsLexicon.towns, DocumentsLexicon.jobs, DocumentsLexicon.animals, DocumentsLexicon.colors,
            DocumentsLexicon.hobbies, ["1234567890"],
        ]
        let words: [String] = names.flatMap(\.self) + others.flatMap(\.self)
        let texts: [String] = words.map { " " + $0 }
        return texts + person.sentences(configuration.sentences)
            + person.questions(configuration.sentences).map { " " + $0 }
    }
}
