/// Which keys of which mappings a decoding asked for, so that the others can be refused.
final class KeyLedger {
    private var asked: [[String]: [String]] = [:]
    private var opened: Set<[String]> = []

    /// Notes that something looked at the node of a path.
    func open(_ path: [String]) {
        opened.insert(path)
    }

    /// Notes that something asked for a key of the mapping at a path.
    func ask(_ key: String, at path: [String]) {
        if asked[path]?.contains(key) != true { asked[path, default: []].append(key) }
    }

    /// The keys that were asked for at a path, in the order of asking.
    func known(at path: [String]) -> [String] {
        asked[path] ?? []
    }

    /// Whether something looked at the node of a path.
    func isOpened(_ path: [String]) -> Bool {
        opened.contains(path)
    }

    /// The key of a mapping that nothing asked for and that is most likely a misspelling of a missing one.
    func misspelling(of key: String, in entries: [ConfigurationNode.Entry], at path: [String])
        -> ConfigurationNode.Entry?
    {
        let unknown = entries.filter { !known(at: path).contains($0.key) }
        guard let name = nearestName(to: key, among: unknown.map(\.key)) else { return nil }
        return unknown.first { $0.key == name }
    }

    /// Refuses the first key, in the order of the file, that nothing asked for.
    func checkEverythingWasRead(in node: ConfigurationNode, at path: [String] = []) throws(ConfigurationError) {
        switch node.content {
        case .scalar: return
        case .sequence(let items):
            for (index, item) in items.enumerated() {
                try checkEverythingWasRead(in: item, at: path + [String(index)])
            }
        case .mapping(let entries):
            let known = known(at: path)
            for entry in entries {
                guard known.contains(entry.key) else {
                    throw ConfigurationError(
                        .unknownKey(entry.key, nearest: nearestName(to: entry.key, among: known), known: known),
                        at: entry.place, path: path)
                }
                try checkEverythingWasRead(in: entry.value, at: path + [entry.key])
            }
        }
    }
}
