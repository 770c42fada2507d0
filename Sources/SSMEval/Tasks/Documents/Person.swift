import SSMTensor

/// A person that a document is about.
struct Person {
    let name: String
    let town: String
    let job: String
    let animal: String
    let color: String
    let hobby: String

    /// A person of a name with everything else drawn.
    init(_ name: PersonName, from generator: inout RandomGenerator) {
        func pick(_ words: [String]) -> String { words[generator.below(words.count)] }
        let given = DocumentsLexicon.givenNames[name.given]
        self.name = "\(given) \(DocumentsLexicon.familyNames[name.family])"
        town = pick(DocumentsLexicon.towns)
        job = pick(DocumentsLexicon.jobs)
        animal = pick(DocumentsLexicon.animals)
        color = pick(DocumentsLexicon.colors)
        hobby = pick(DocumentsLexicon.hobbies)
    }

    /// What a document tells, each sentence with the space before it: the first `count` sentences.
    func sentences(_ count: Int) -> [String] {
        Array(
            [
                " \(name) lives in \(town) and works there as a \(job).",
                " The house of \(name) is \(color) and has a small garden.",
                " A friendly \(animal) lives in it too.",
                " In the evening the \(job) likes \(hobby) most of all.",
                " Many people in \(town) know the \(color) house well.",
            ].prefix(count))
    }

    /// The questions about the person that the first `count` sentences answer.
    func questions(_ count: Int) -> [String] {
        Array(
            [
                ["Where does \(name) live?", "What is the job of \(name)?"], ["What color is the house of \(name)?"],
                ["Which animal lives with \(name)?"], ["What does \(name) like in the evening?"], [],
            ].prefix(count).joined())
    }
}
