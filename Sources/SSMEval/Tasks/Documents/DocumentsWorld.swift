import SSMTensor

/// The persons and document numbers of one context, none of them twice; the first ones are those asked for.
struct DocumentsWorld {
    private let configuration: DocumentsConfiguration
    private var generator: RandomGenerator
    private var free: [[Int]]  // names that are not in use, in random order, to be taken from the end
    private var ids: [Int]
    private var asked: [Int]?

    init(_ configuration: DocumentsConfiguration, split: Split, key: RandomKey) {
        self.configuration = configuration
        generator = key.folding("persons").generator
        var idGenerator = key.folding("ids").generator
        ids = idGenerator.shuffled(Array(0..<1_000))
        let names = (0..<configuration.givenNames).flatMap { given in
            (0..<configuration.familyNames).map { [given, $0] }
        }
        var nameGenerator = key.folding("names").generator
        free = nameGenerator.shuffled(names.filter { split.owns("person \($0[0]) \($0[1])") })
    }

    /// A number for a document; nil where all are in use.
    mutating func nextID() -> Int? {
        ids.popLast()
    }

    /// A person whose name is not in use; nil where all are.
    mutating func nextPerson() -> Person? {
        guard let name = nextName() else { return nil }
        asked = asked ?? name
        return Person(given: name[0], family: name[1], from: &generator)
    }

    private mutating func nextName() -> [Int]? {
        guard let asked, generator.uniform() < configuration.nearMisses,
            let near = free.lastIndex(where: { $0[0] == asked[0] || $0[1] == asked[1] })
        else { return free.popLast() }
        return free.remove(at: near)
    }
}
