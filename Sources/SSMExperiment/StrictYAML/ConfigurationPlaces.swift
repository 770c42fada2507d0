/// Where the keys of a configuration were written.
///
/// Two are always equal: a place is for messages and is no part of what a configuration says.
package struct ConfigurationPlaces: Sendable, Hashable {
    private let root: ConfigurationNode?

    /// The places of a configuration that was not read from a text.
    package init() {
        root = nil
    }

    /// The places of a tree.
    init(of root: ConfigurationNode) {
        self.root = root
    }

    package static func == (left: ConfigurationPlaces, right: ConfigurationPlaces) -> Bool { true }

    package func hash(into hasher: inout Hasher) {}

    /// A value that was read without an error and is refused all the same, with the place of what some keys lead to:
    /// keys of mappings and indices of lists.
    func refusal(_ reason: String, at path: [String]) -> ConfigurationError {
        var node = root
        for key in path {
            guard let here = node else { break }
            node = here.child(key) ?? here
        }
        let place = node?.place ?? ConfigurationPlace(source: .argument(path.joined(separator: ".")))
        return ConfigurationError(.invalid(reason: reason), at: place, path: path)
    }
}

extension ConfigurationNode {
    fileprivate func child(_ key: String) -> ConfigurationNode? {
        guard case .sequence(let items) = content else { return self[key] }
        return Int(key).flatMap { items.indices.contains($0) ? items[$0] : nil }
    }
}
