package import Foundation
import SSMStore
import Yams

extension ConfigurationNode {
    /// The most nodes that a configuration may have once its aliases are written out.
    private static let largestNodeCount = 100_000

    /// Reads a configuration file.
    ///
    /// - Throws: `ConfigurationError` when the file cannot be read, is empty or is not YAML.
    package init(contentsOf url: URL) throws(ConfigurationError) {
        let source = ConfigurationPlace.Source.file(url.relativePath)
        let bytes: Data
        do {
            bytes = try Data(contentsOf: url)
        } catch {
            throw ConfigurationError(
                .unreadable(reason: UnreadableFile.reason(url.path, error)), at: ConfigurationPlace(source: source))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationError(
                .malformed(reason: "the file is not UTF-8"), at: ConfigurationPlace(source: source))
        }
        try self.init(parsing: text, from: source)
    }

    /// Reads a configuration from a text.
    ///
    /// - Throws: `ConfigurationError` when the text is empty, is not YAML or has a key twice.
    package init(parsing text: String, from source: ConfigurationPlace.Source) throws(ConfigurationError) {
        let root: Yams.Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw Self.configurationError(error, from: source)
        } catch {
            throw ConfigurationError(
                .malformed(reason: "\(error)"), at: ConfigurationPlace(source: source))
        }
        guard let root else { throw ConfigurationError(.empty, at: ConfigurationPlace(source: source)) }
        var count = 0
        try self.init(root, from: source, count: &count)
        guard !isNull else { throw ConfigurationError(.empty, at: ConfigurationPlace(source: source)) }
    }

    private init(
        _ node: Yams.Node, from source: ConfigurationPlace.Source, count: inout Int
    ) throws(ConfigurationError) {
        let place = ConfigurationPlace(source: source, line: node.mark?.line, column: node.mark?.column)
        count += 1
        guard count <= Self.largestNodeCount else {
            throw ConfigurationError(
                .malformed(reason: "more than \(Self.largestNodeCount) values once aliases are written out"), at: place)
        }
        switch node {
        case .scalar(let scalar):
            let isQuoted = scalar.style != .plain && scalar.style != .any
            self.init(.scalar(text: scalar.string, isQuoted: isQuoted), at: place)
        case .sequence(let items):
            var nodes: [ConfigurationNode] = []
            for item in items { nodes.append(try ConfigurationNode(item, from: source, count: &count)) }
            self.init(.sequence(nodes), at: place)
        case .mapping(let pairs):
            var entries: [Entry] = []
            for (key, value) in pairs {
                let keyPlace = ConfigurationPlace(source: source, line: key.mark?.line, column: key.mark?.column)
                guard case .scalar(let name) = key else {
                    throw ConfigurationError(.malformed(reason: "a key must be a plain text"), at: keyPlace)
                }
                guard !entries.contains(where: { $0.key == name.string }) else {
                    throw ConfigurationError(.duplicateKey(name.string), at: keyPlace)
                }
                let value = try ConfigurationNode(value, from: source, count: &count)
                entries.append(Entry(key: name.string, place: keyPlace, value: value))
            }
            self.init(.mapping(entries), at: place)
        case .alias:
            throw ConfigurationError(.malformed(reason: "an alias that names no anchor"), at: place)
        }
    }

    private static func configurationError(
        _ error: YamlError, from source: ConfigurationPlace.Source
    ) -> ConfigurationError {
        func place(_ mark: Mark) -> ConfigurationPlace {
            ConfigurationPlace(source: source, line: mark.line, column: mark.column)
        }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let during = context.map { " \($0.text)" } ?? ""
            return ConfigurationError(.malformed(reason: problem + during), at: place(mark))
        case .duplicatedKeysInMapping(let keys, let context):
            return ConfigurationError(.duplicateKey(keys.first ?? ""), at: place(context.mark))
        default:
            return ConfigurationError(.malformed(reason: "\(error)"), at: ConfigurationPlace(source: source))
        }
    }
}
