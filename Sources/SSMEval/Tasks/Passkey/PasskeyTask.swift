package import SSMContext
package import SSMTensor
package import SSMText

/// A code hidden in a long text has to be repeated.
///
/// - Source: DeciMamba's `niah_custom` data and Landmark attention's `run_test.py`. Different here: the filler of the
///   DeciMamba form is generated; lengths are tokens in the Landmark form too (there: characters).
package struct PasskeyTask: EvaluationTask {
    package static let name = "passkey"
    package static let summary = "repeat a code that one sentence of a long text tells (DeciMamba or Landmark form)"
    package static let version = 1

    package let configuration: PasskeyConfiguration
    package let vocabulary: [String]
    package var scoring: ScoringRule { configuration.form == .decimamba ? .wholeToken : .firstNumber }

    var ruler: TextRuler
    let writer: FillerWriter

    package init(_ configuration: PasskeyConfiguration) throws(TaskError) {
        try Self.check(configuration)
        self.configuration = configuration
        writer = FillerWriter(
            configuration.filler,
            echoes: [
                "Remember the {adjective} {noun} that they pass near the {place}.",
                "The key of the {adjective} {noun} is in the {place} today.",
                "The {noun} is {adjective} when they pass the {place} and the key is hidden.",
                "They hear the {noun} pass and remember the key of the {place}.",
            ], numberBound: configuration.codes.upperBound + 1)
        let texts = configuration.form == .decimamba ? writer.texts : [Landmark.garbage, " " + Landmark.garbage]
        let framing = [
            Self.header(of: configuration.form), Self.needle(1_234_567_890), " " + Self.needle(1_234_567_890),
            Self.cue(of: configuration.form), "\n",
        ]
        vocabulary = WordTokenizer.vocabulary(of: framing + texts)
        ruler = TextRuler(task: Self.name, tokenizer: try Self.tokenizer(of: vocabulary))
    }

    package func measured(by tokenizer: any Tokenizer) -> PasskeyTask {
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
        var generator = identity.key.folding("code").generator
        let code = code(from: &generator)
        let place = identity.key.folding("place").uniform
        let context =
            switch configuration.form {
            case .decimamba: try sentences(length: length, depth: depth, place: place, code: code, key: identity.key)
            case .landmark: try garbage(length: length, depth: depth, place: place, code: code)
            }
        let question = Question(
            query: Self.header(of: configuration.form), cue: Self.cue(of: configuration.form), answers: [String(code)],
            target: Self.target(code, of: configuration.form))
        return Sample(
            id: identity.id(length: length, depth: depth), task: Self.name, context: context, questions: [question],
            isQueryFirst: true, length: length, depth: depth, group: identity.group,
            chance: 1 / Double(configuration.codes.count), maximumAnswerTokens: 10,
            stop: [WordTokenizer.endOfTextToken])
    }

    private func code(from generator: inout RandomGenerator) -> Int {
        configuration.codes.lowerBound + generator.below(configuration.codes.count)
    }

    private static func check(_ configuration: PasskeyConfiguration) throws(TaskError) {
        guard (2...9).contains(configuration.digits) else {
            throw .configuration(task: name, key: "digits", reason: "has to be in 2...9")
        }
        guard (1...11).contains(configuration.sentenceTokens) else {
            throw .configuration(task: name, key: "sentence-tokens", reason: "has to be in 1...11")
        }
        try configuration.filler.check(for: name)
    }
}

extension PasskeyTask {
    /// The needle, without a space before it.
    static func needle(_ code: Int) -> String {
        "The pass key is \(code). Remember it. \(code) is the pass key."
    }

    /// The line before the context.
    static func header(of form: PasskeyConfiguration.Form) -> String {
        switch form {
        case .decimamba:
            "There is an important pass key hidden inside a lot of irrelevant text. Find it and memorize it:\n"
        case .landmark:
            "There is important information hidden inside a lot of irrelevant text. Find it and memorize it. "
                + "I will quiz you about the important information there.\n"
        }
    }

    /// The text that the code follows.
    static func cue(of form: PasskeyConfiguration.Form) -> String {
        switch form {
        case .decimamba: "\nAnswer: "
        case .landmark: "\nWhat is the pass key? The pass key is"
        }
    }

    private static func target(_ code: Int, of form: PasskeyConfiguration.Form) -> String {
        (form == .decimamba ? "" : " ") + "\(code)" + WordTokenizer.endOfTextToken
    }
}
