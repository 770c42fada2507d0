package import SSMContext
package import SSMTensor
package import SSMText

/// Long chat histories in which facts are told, repeated, corrected and combined; questions of LongMemEval's types.
///
/// A fact is something about an entity, whose name is a pair of words ("cousin Anna"). Pairs are split between training
/// and evaluation: no fact of one is in the other, and yet every word, every type of fact and every value of it occurs
/// in both, so that no split of answers teaches a model which ones never come. The number of facts grows with length.
///
/// - Source: LongMemEval's six types of questions and its abstention. Different here: everything is generated from a
///   closed vocabulary, contexts are nested, and an answer is short enough to be compared without a judge.
package struct ConversationsTask: EvaluationTask {
    package static let name = "conversations"
    package static let summary = "tell what long chat histories say: LongMemEval's six types of questions"
    package static let version = 2

    /// The answer to a question about what was never told.
    package static let unknown = "unknown"

    package let configuration: ConversationsConfiguration
    package let vocabulary: [String]
    package var scoring: ScoringRule { .normalized }

    private let lexicon: ConversationLexicon
    private let filler: ConversationFiller
    private var ruler: TextRuler

    package init(_ configuration: ConversationsConfiguration) throws(TaskError) {
        try configuration.check()
        self.configuration = configuration
        lexicon = ConversationLexicon(configuration)
        filler = ConversationFiller(configuration.filler, words: lexicon.everyWord)
        vocabulary = WordTokenizer.vocabulary(of: Self.texts(lexicon) + filler.texts)
        ruler = TextRuler(task: Self.name, tokenizer: try Self.tokenizer(of: vocabulary))
    }

    package func measured(by tokenizer: any Tokenizer) -> ConversationsTask {
        var task = self
        task.ruler = TextRuler(task: Self.name, tokenizer: tokenizer)
        return task
    }

    /// A training sample; a context with too few facts for all questions has fewer questions.
    package func trainingSample(_ index: Int, length: Int, key: RandomKey) throws(TaskError) -> Sample {
        let identity = identity(.training, index, key)
        return sample(
            try conversation(.training, index, length: length, depth: nil, identity: identity), identity: identity,
            length: length, depth: nil)
    }

    package func evaluationSample(
        _ index: Int, length: Int, depth: Double?, key: RandomKey
    ) throws(TaskError) -> Sample {
        try Self.check(depth: depth)
        let identity = identity(.evaluation, index, key)
        return sample(
            try conversation(.evaluation, index, length: length, depth: depth, identity: identity),
            identity: identity, length: length, depth: depth)
    }

    /// The names and random numbers of a sample.
    func identity(_ split: Split, _ index: Int, _ key: RandomKey) -> SampleIdentity {
        SampleIdentity(task: Self.name, configuration: configuration, split: split, index: index, key: key)
    }

    private func sample(
        _ conversation: Conversation, identity: SampleIdentity, length: Int, depth: Double?
    ) -> Sample {
        let questions = conversation.questions
        let chance = questions.reduce(0) { $0 + ($1.chance ?? 0) } / Double(questions.count)
        return Sample(
            id: identity.id(length: length, depth: depth), task: Self.name, context: conversation.passages,
            questions: questions, length: length, depth: depth, group: identity.group, chance: chance,
            maximumAnswerTokens: conversation.maximumAnswerTokens, stop: ["."])
    }

    /// The conversation of a sample.
    func conversation(
        _ split: Split, _ index: Int, length: Int, depth: Double?, identity: SampleIdentity
    ) throws(TaskError) -> Conversation {
        var world = ConversationWorld(
            configuration, lexicon: lexicon, split: split, index: index, key: identity.key.folding("facts"))
        guard world.grow(to: configuration.questions - 1) else {
            throw .exhausted(task: Self.name, length: length, what: "facts", key: "kinds or choices")
        }
        let builder = ConversationBuilder(
            configuration: configuration, filler: filler, ruler: ruler, identity: identity, length: length,
            depth: depth)
        let asked = try threads(split, askedOf: world, toldBy: builder)
        let order = split.order(of: asked, timesAsked: configuration.timesAsked, key: identity.key)
        return try builder.conversation(of: &world, asking: order)
    }

    /// How many threads are asked for: in evaluation all, in training as many as the length has facts and room for.
    private func threads(
        _ split: Split, askedOf world: ConversationWorld, toldBy builder: ConversationBuilder
    ) throws(TaskError) -> Int {
        let length = builder.length
        let pieces = configuration.pieces(at: length)
        switch split {
        case .evaluation:
            let needed = configuration.questions * configuration.mostEvidence
            guard pieces >= needed else {
                throw .tooShort(task: Self.name, length: length, needed: configuration.leastLength(pieces: needed))
            }
            return configuration.questions
        case .training:
            var told = 0
            let affordable = world.threads.prefix { thread in
                told += thread.pieces.count
                return told <= pieces
            }.count
            guard affordable > 0 else {
                let needed = configuration.leastLength(pieces: configuration.mostEvidence)
                throw .tooShort(task: Self.name, length: length, needed: needed)
            }
            return try builder.fitting(affordable, of: world)
        }
    }
}
