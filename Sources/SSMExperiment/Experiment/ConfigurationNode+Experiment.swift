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

    /// Gives evaluations and the calibration of the training task that task's settings, where they state none.
    ///
    /// An entry that names no task has the task of `data`. The length is not inherited.
    mutating func inheritTaskSettings() {
        guard let data = self["data"], case .mapping(let settings) = data.content, data["instructions"] == nil else {
            return
        }
        let inherited = settings.filter { $0.key != "length" }
        func complete(_ node: inout ConfigurationNode) {
            guard case .mapping(let entries) = node.content else { return }
            guard node["task"] == nil || node["task"]?.text == data["task"]?.text else { return }
            let missing = inherited.filter { setting in !entries.contains { $0.key == setting.key } }
            node.content = .mapping(entries + missing)
        }
        update("calibrate", complete)
        update("evaluate") { evaluations in
            guard case .sequence(var items) = evaluations.content else { return }
            for index in items.indices { complete(&items[index]) }
            evaluations.content = .sequence(items)
        }
    }
}
