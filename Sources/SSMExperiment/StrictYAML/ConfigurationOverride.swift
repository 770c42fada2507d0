/// One change of a configuration from the command line, such as `train.base.steps=100`.
///
/// The path goes through mappings by key and through lists by the `name` or `task` of an entry, by a key that the
/// entry has (which leads to that key's value), or by index. A mapping that is not there is made, so that a default can
/// be changed; whether anything reads the key is decided when the configuration is decoded.
package struct ConfigurationOverride: Sendable, Hashable {
    /// The override as it was written.
    package let text: String
    /// The keys that lead to the value.
    package let path: [String]
    /// The new value.
    package let value: ConfigurationNode

    /// The place of everything that the override brings in.
    private var place: ConfigurationPlace { ConfigurationPlace(source: .override(text)) }

    /// Reads an override.
    ///
    /// - Throws: `ConfigurationError` when there is no `=`, an empty key or a value that is not YAML.
    package init(parsing text: String) throws(ConfigurationError) {
        let place = ConfigurationPlace(source: .override(text))
        guard let equals = text.firstIndex(of: "=") else {
            throw ConfigurationError(.invalid(reason: "an override is written key.key=value"), at: place)
        }
        let keys = text[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard keys.allSatisfy({ !$0.isEmpty }) else {
            throw ConfigurationError(.invalid(reason: "an empty key in '\(text[..<equals])'"), at: place)
        }
        let written = String(text[text.index(after: equals)...])
        do {
            value = try ConfigurationNode(parsing: written, from: .override(text))
        } catch  where error.problem == .empty {
            throw ConfigurationError(.invalid(reason: "no value after '='"), at: place)
        }
        self.text = text
        path = keys
    }

    /// Changes a configuration.
    ///
    /// - Throws: `ConfigurationError` when the path leads through a value or to no entry of a list.
    package func apply(to root: inout ConfigurationNode) throws(ConfigurationError) {
        try apply(path[...], to: &root)
    }

    private func apply(_ rest: ArraySlice<String>, to node: inout ConfigurationNode) throws(ConfigurationError) {
        guard let key = rest.first else {
            node = value
            return
        }
        switch node.content {
        case .mapping(var entries):
            if let index = entries.firstIndex(where: { $0.key == key }) {
                try apply(rest.dropFirst(), to: &entries[index].value)
            } else {
                var value = ConfigurationNode(.mapping([]), at: place)
                try apply(rest.dropFirst(), to: &value)
                entries.append(.init(key: key, place: place, value: value))
            }
            node.content = .mapping(entries)
        case .sequence(var items):
            let index = try entryIndex(key, in: items, before: rest)
            let isOwnKey = items[index][key] != nil && items[index]["name"]?.text != key
            if items[index].text == key, rest.count > 1 {
                items[index].content = .mapping([
                    .init(key: key, place: items[index].place, value: .init(.mapping([]), at: items[index].place))
                ])
                try apply(rest, to: &items[index])
            } else {
                try apply(isOwnKey ? rest : rest.dropFirst(), to: &items[index])
            }
            node.content = .sequence(items)
        case .scalar:
            throw error("'\(path.dropLast(rest.count).joined(separator: "."))' holds \(node.summary), not keys")
        }
    }

    /// The entry of a list that a component of the path names.
    private func entryIndex(
        _ key: String, in items: [ConfigurationNode], before rest: ArraySlice<String>
    ) throws(ConfigurationError) -> Int {
        for names in [{ $0["name"]?.text }, { $0["task"]?.text }] as [(ConfigurationNode) -> String?] {
            let found = items.indices.filter { names(items[$0]) == key }
            if found.count > 1 { throw error("'\(key)' names \(found.count) entries; use an index from 0") }
            if let index = found.first { return index }
        }
        let holders = items.indices.filter { items[$0][key] != nil || items[$0].text == key }
        if holders.count > 1 { throw error("\(holders.count) entries have '\(key)'; use an index from 0") }
        if let index = holders.first { return index }
        if let index = Int(key), items.indices.contains(index) { return index }
        let names = items.flatMap(Self.names)
        let list = path.dropLast(rest.count).joined(separator: ".")
        let hint = nearestName(to: key, among: names).map { "; did you mean '\($0)'?" } ?? ""
        throw error(
            "the list '\(list)' has no entry '\(key)'\(hint) "
                + "(entries: \(names.isEmpty ? "" : names.joined(separator: ", ") + ", or an index ")"
                + "\(items.isEmpty ? "none" : "0 to \(items.count - 1)"))")
    }

    /// What an entry of a list can be called.
    private static func names(of item: ConfigurationNode) -> [String] {
        if let name = item["name"]?.text ?? item["task"]?.text ?? item.text { return [name] }
        guard case .mapping(let entries) = item.content else { return [] }
        return entries.map(\.key)
    }

    private func error(_ reason: String) -> ConfigurationError {
        ConfigurationError(.invalid(reason: reason), at: place)
    }
}
