import RwR
import SSMContext
import SSMText
import Testing

/// What training examples `RwR` makes.
@Suite struct PreparingTests {
    private let toy: Toy
    private static let context = " the cat is red. the cow is blue. the dog is red. the dog is now green."
    private static let asked = ["\n what is the cat?", "\n what is the dog?", "\n what was told?"]

    init() throws {
        toy = try Toy()
    }

    private func configuration(
        _ layout: NoteLayout = .cotAnswer, content: NoteContent = .notes, empty: Double = 0, partial: Double = 0,
        joined: Double = 0, notes: Double = 1, abstention: String? = nil
    ) -> RwRConfiguration {
        var texts = Toy.texts
        texts.abstention = abstention
        return RwRConfiguration(
            layout: layout, content: content,
            training: NoteTraining(notes: notes, joined: joined, empty: empty, partial: partial),
            answering: layout == .answerFirst ? .direct : .noteFirst, texts: texts)
    }

    private func example(_ configuration: RwRConfiguration) async throws -> String {
        try #require(try await toy.examples([toy.sample()], configuration).first)
    }

    @Test func `a note and the answer follow each question`() async throws {
        #expect(
            try await example(configuration()) == Self.context
                + "\(Self.asked[0])\nNote:[ cat red.][<|answer|>][ red.]"
                + "\(Self.asked[1])\nNote:[ dog red. dog now green.][<|answer|>][ green.]"
                + "\(Self.asked[2])\nNote:[ empty][<|answer|>][ unknown.]")
    }

    @Test func `without evidence the note is empty, and the answer nothing or the abstention`() async throws {
        let rest = " the cow is blue."
        func asked(_ answer: String) -> String {
            Self.asked[..<2].map { "\($0)\nNote:[ empty][<|answer|>]\(answer)" }.joined()
                + "\(Self.asked[2])\nNote:[ empty][<|answer|>][ unknown.]"
        }
        #expect(try await example(configuration(empty: 1)) == rest + asked(""))
        #expect(try await example(configuration(empty: 1, abstention: " unknown.")) == rest + asked("[ unknown.]"))
    }

    @Test func `with a part of the evidence the note has what is left of it`() async throws {
        // One piece is no several: the first question keeps it.
        var found: Set<String> = []
        for seed in 0..<20 {
            let example = try #require(
                try await toy.examples([toy.sample()], configuration(partial: 1), seed: UInt64(seed)).first)
            #expect(example.contains("\(Self.asked[0])\nNote:[ cat red.][<|answer|>][ red.]"))
            #expect(example.contains(" the dog is red.") != example.contains(" the dog is now green."))
            found.insert(example.contains(" the dog is red.") ? "red" : "green")
            let note = example.contains(" the dog is red.") ? " dog red." : " dog now green."
            #expect(example.contains("\(Self.asked[1])\nNote:[\(note)][<|answer|>]\(Self.asked[2])"))
        }
        #expect(found == ["red", "green"])
    }

    @Test func `evidence that is out for one question is out for all`() async throws {
        var sample = toy.sample()
        sample.questions[0].notes.append(EvidenceNote(passage: 3, text: "dog now green."))
        for seed in 0..<40 {
            let example = try #require(
                try await toy.examples([sample], configuration(empty: 0.4), seed: UInt64(seed)).first)
            let notes = example.contains(" the dog is now green.")
            #expect(example.components(separatedBy: "dog now green.").count == (notes ? 3 : 1))
        }
    }

    @Test func `the share of questions without evidence is the one asked for`() async throws {
        let samples = (0..<400).map { toy.sample("toy-\($0)") }
        let examples = try await toy.examples(samples, configuration(empty: 0.3))
        let without = examples.count { !$0.contains(" the cat is red.") }
        #expect(abs(without - 120) < 40)  // 4 standard deviations are 37
    }

    @Test func `answers from notes have all notes in the place of the context`() async throws {
        #expect(
            try await example(configuration(joined: 1, notes: 0)) == " cat red.\n dog red.\n dog now green."
                + "\(Self.asked[0]):[ red.]\(Self.asked[1]):[ green.]\(Self.asked[2]):[ unknown.]")
        #expect(try await example(configuration(empty: 1, joined: 1, notes: 0)) == " empty\(Self.asked[2]):[ unknown.]")
        #expect(
            try await example(configuration(empty: 1, joined: 1, notes: 0, abstention: " not.")) == " empty"
                + "\(Self.asked[0]):[ not.]\(Self.asked[1]):[ not.]\(Self.asked[2]):[ unknown.]")
    }

    @Test func `a note can be the whole target, or stand after the answer`() async throws {
        let end = "[\(WordTokenizer.endOfTextToken)]"
        #expect(
            try await example(configuration(.summaryOnly)) == Self.context
                + "\(Self.asked[0])\nNote:[ cat red.]\(end)\(Self.asked[1])\nNote:[ dog red. dog now green.]\(end)"
                + "\(Self.asked[2])\nNote:[ empty]\(end)")
        #expect(
            try await example(configuration(.answerFirst)) == Self.context
                + "\(Self.asked[0]):[ red.]\nNote:[ cat red.][<|answer|>]"
                + "\(Self.asked[1]):[ green.]\nNote:[ dog red. dog now green.][<|answer|>]"
                + "\(Self.asked[2]):[ unknown.]\nNote:[ empty][<|answer|>]")
    }

    @Test func `a note can stand before the context`() async throws {
        let examples = try await toy.examples((0..<30).map { toy.sample("toy-\($0)") }, configuration(.prepend))
        let notes = try await example(configuration(.summaryOnly))
        let prepended = [
            " cat red.\n\(Self.context)\(Self.asked[0]):[ red.]",
            " dog red. dog now green.\n\(Self.context)\(Self.asked[1]):[ green.]",
            " empty\n\(Self.context)\(Self.asked[2]):[ unknown.]",
        ]
        #expect(Set(examples) == Set(prepended + [notes]))
        #expect((8...22).contains(examples.count { $0 == notes }))
    }

    @Test func `in controls other notes or filler stand where a note belongs`() async throws {
        #expect(
            try await example(configuration(content: .shuffled)) == Self.context
                + "\(Self.asked[0])\nNote:[ dog red. dog now green.][<|answer|>][ red.]"
                + "\(Self.asked[1])\nNote:[ empty][<|answer|>][ green.]"
                + "\(Self.asked[2])\nNote:[ cat red.][<|answer|>][ unknown.]")
        #expect(
            try await example(configuration(content: .filler)) == Self.context
                + "\(Self.asked[0])\nNote:[...][<|answer|>][ red.]"
                + "\(Self.asked[1])\nNote:[.......][<|answer|>][ green.]"
                + "\(Self.asked[2])\nNote:[.][<|answer|>][ unknown.]")
        // There is no other note to exchange it for.
        var sample = toy.sample()
        sample.questions.removeLast(2)
        #expect(try await toy.examples([sample], configuration(content: .shuffled)).isEmpty)
    }

    @Test func `a filler that is not as many tokens is refused`() async throws {
        var configuration = configuration(content: .filler)
        configuration.texts.filler = " red green"
        let error = await #expect(throws: StrategyError.self) {
            try await toy.examples([toy.sample()], configuration)
        }
        #expect(try #require(error).description.contains("'texts.filler'"))
    }

    @Test func `where no question can be answered from notes there are still notes`() async throws {
        var sample = toy.sample()
        sample.questions.removeLast()
        let example = try #require(
            try await toy.examples([sample], configuration(empty: 1, joined: 1, notes: 0)).first)
        #expect(example.contains("\(Self.asked[0])\nNote:[ empty][<|answer|>]"))
    }

    @Test func `proportions choose the kind of each example`() async throws {
        let training = NoteTraining(notes: 1, joined: 2, plain: 1, empty: 0)
        let configuration = RwRConfiguration(training: training, texts: Toy.texts)
        let samples = (0..<400).map { toy.sample("toy-\($0)") }
        let examples = try await toy.examples(samples, configuration)
        let plain = Toy.shown(toy.sample().trainingExample)
        let counts = [
            examples.count { $0.contains("Note") }, examples.count { $0.hasPrefix(" cat") },
            examples.count { $0 == plain },
        ]
        #expect(counts.reduce(0, +) == 400)
        for (count, expected) in zip(counts, [100, 200, 100]) { #expect(abs(count - expected) < 45) }
        #expect(try await toy.examples(samples, configuration) == examples)
        #expect(try await toy.examples(samples, configuration, seed: 2) != examples)
    }

    @Test func `without notes of the task the marked passages are the notes`() async throws {
        var sample = toy.sample()
        for index in sample.questions.indices { sample.questions[index].notes = [] }
        let example = try #require(try await toy.examples([sample], configuration()).first)
        #expect(example.contains("\(Self.asked[0])\nNote:[ the cat is red.][<|answer|>][ red.]"))
        #expect(example.contains("\nNote:[ the dog is red. the dog is now green.][<|answer|>][ green.]"))
    }

    @Test func `evidence stays marked`() async throws {
        let prepared = try await toy.prepared([toy.sample()], configuration())
        let marked = prepared[0].pieces.filter(\.isEvidence).map(\.text)
        #expect(marked == [" the cat is red.", " the dog is red.", " the dog is now green."])
        let joined = try await toy.prepared([toy.sample()], configuration(joined: 1, notes: 0))
        #expect(joined[0].pieces.count { $0.isEvidence } == 3)
    }

    @Test func `labels have no notes before them`() async throws {
        var sample = toy.sample()
        sample.questions[1].isTargetFed = false
        let error = await #expect(throws: StrategyError.self) { try await toy.examples([sample], configuration()) }
        #expect(try #require(error).description.contains("'toy'"))
    }
}
