extension ConfigurationNode {
    /// Changes the value of a key, when the node is a mapping that has it.
    private mutating func update(_ key: String, _ change: (inout ConfigurationNode) -> Void) {
        guard case .mapping(var entries) = content, let index = entries.firstIndex(where: { $0.key == key }) else {
            return
        }
        change(&entries[index].value)
        content = .mapping(entries)
    }

    /// Writes the short form of a stack, `[decimamba]`, as `[{decimamba: {}}]`.
    mutating func spellOutStrategies() {
        update("strategies") { columns in
            guard case .mapping(var entries) = columns.content else { return }
            for index in entries.indices { entries[index].value.spellOutStack() }
            columns.content = .mapping(entries)
        }
    }

    /// Writes the names in a list as mappings with an empty configuration.
    mutating func spellOutStack() {
        guard case .sequence(let items) = content else { return }
        content = .sequence(
            items.map { item in
                guard let name = item.text, !item.isNull else { return item }
                let configuration = ConfigurationNode(.mapping([]), at: item.place)
                return ConfigurationNode(
                    .mapping([.init(key: name, place: item.place, value: configuration)]), at: item.place)
            })
    }

    /// Gives evaluations, the calibration and the data of stages the settings of the experiment's task, where they
    /// have that task and state none.
    ///
    /// An entry that names no task has the task of `data`, of a mixture the first. Only the data of stages inherit the
    /// length, and nothing inherits its share of a mixture.
    mutating func inheritTaskSettings() {
        guard let data = self["data"] else { return }
        let sources = data.items.filter { node in !DataSource.fileKeys.contains { node[$0] != nil } }
        func complete(_ node: inout ConfigurationNode, without left: Set<String>) {
            guard case .mapping(let entries) = node.content, !DataSource.fileKeys.contains(where: { node[$0] != nil }),
                let source = sources.first(where: { node["task"] == nil || node["task"]?.text == $0["task"]?.text }),
                case .mapping(let settings) = source.content
            else { return }
            let missing = settings.filter { setting in
                !left.contains(setting.key) && !entries.contains { $0.key == setting.key }
            }
            node.content = .mapping(entries + missing)
        }
        let ofMixture: Set = ["share", "prepare"]
        update("calibrate") { complete(&$0, without: ofMixture.union(["length"])) }
        updateItems("evaluate") { complete(&$0, without: ofMixture.union(["length"])) }
        updateItems("train") { stage in
            stage.update("data") { data in
                if case .sequence = data.content {
                    data.changeItems { complete(&$0, without: ofMixture) }
                } else {
                    complete(&data, without: ofMixture)
                }
            }
        }
    }

    /// The entries of a list, or the node itself.
    private var items: [ConfigurationNode] {
        if case .sequence(let items) = content { items } else { [self] }
    }

    /// Changes every item of a key's list, when the node is a mapping that has it.
    private mutating func updateItems(_ key: String, _ change: (inout ConfigurationNode) -> Void) {
        update(key) { $0.changeItems(change) }
    }

    /// Changes every item, when the node is a list.
    private mutating func changeItems(_ change: (inout ConfigurationNode) -> Void) {
        guard case .sequence(var items) = content else { return }
        for index in items.indices { change(&items[index]) }
        content = .sequence(items)
    }
}
