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
    /// An entry that names no task has the task of `data`. Only the data of stages inherit the length.
    mutating func inheritTaskSettings() {
        guard let data = self["data"], case .mapping(let settings) = data.content, data["instructions"] == nil else {
            return
        }
        let unmeasured = settings.filter { $0.key != "length" }
        func complete(_ node: inout ConfigurationNode, from inherited: [Entry]) {
            guard case .mapping(let entries) = node.content else { return }
            guard node["task"] == nil || node["task"]?.text == data["task"]?.text else { return }
            let missing = inherited.filter { setting in !entries.contains { $0.key == setting.key } }
            node.content = .mapping(entries + missing)
        }
        update("calibrate") { complete(&$0, from: unmeasured) }
        updateItems("evaluate") { complete(&$0, from: unmeasured) }
        updateItems("train") { $0.update("data") { complete(&$0, from: settings) } }
    }

    /// Changes every item of a key's list, when the node is a mapping that has it.
    private mutating func updateItems(_ key: String, _ change: (inout ConfigurationNode) -> Void) {
        update(key) { list in
            guard case .sequence(var items) = list.content else { return }
            for index in items.indices { change(&items[index]) }
            list.content = .sequence(items)
        }
    }
}
