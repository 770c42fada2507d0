import SSMTensor

/// The persons and document numbers of one context, none of them twice; the first ones are those asked for.
struct DocumentsWorld {
    private let configuration: DocumentsConfiguration
    private var generator: RandomGenerator
    private var free: [PersonName]  // names that are not in use, in random order, to be taken from the end
    private var ids: [Int]
    private var asked: PersonName?

    /// - Parameter names: the names that persons may have.
    init(_ configuration: DocumentsConfiguration, names: [PersonName], key: RandomKey) {
        self.configuration = configuration
        generator = key.folding("persons").generator
        var idGenerator = key.folding("ids").generator
        ids = idGenerator.shuffled(Array(0..<DocumentsTask.ids))
        var nameGenerator = key.folding("names").generator
        free = nameGenerator.shuffled(names)
    }

    /// A number for a document; nil where all are in use.
    mutating func nextID() -> Int? {
        ids.popLast()
    }

    /// A person whose name is not in use; nil where all are.
    mutating func nextPerson() -> Person? {
        guard let name = nextName() else { return nil }
        asked = asked ?? name
        return Person(name, from: &generator)
    }

    private mutating func nextName() -> PersonName? {
        guard let asked, generator.uniform() < configuration.nearMisses,
            let near = free.lastIndex(where: { $0.given == asked.given || $0.family == asked.family })
        else { return free.popLast() }
        return free.remove(at: near)
    }
}
