import SSMStore
import Yams

extension ConfigurationNode {
    /// The tree of a value, so that a resolved configuration can be shown and stored.
    ///
    /// - Throws: what the value's own encoding throws.
    package init(encoding value: some Encodable) throws {
        let encoder = YAMLEncoder()
        encoder.options.allowUnicode = true
        try self.init(parsing: encoder.encode(value), from: .argument("encoded"))
        shortenNumbers()
    }

    /// The tree as YAML: one line for each entry of the two outer levels, and deeper ones inside braces.
    package var yaml: String {
        lines(depth: 0).joined(separator: "\n") + "\n"
    }

    /// Writes `2.5e-1` as `0.25`.
    private mutating func shortenNumbers() {
        switch content {
        case .scalar(let text, isQuoted: false):
            guard text.contains("e"), let number = ScalarReading.number(text) else { return }
            content = .scalar(text: number.description, isQuoted: false)
        case .scalar: return
        case .sequence(var items):
            for index in items.indices { items[index].shortenNumbers() }
            content = .sequence(items)
        case .mapping(var entries):
            for index in entries.indices { entries[index].value.shortenNumbers() }
            content = .mapping(entries)
        }
    }

    private func lines(depth: Int) -> [String] {
        let indent = String(repeating: "  ", count: depth)
        switch content {
        case .mapping(let entries) where !entries.isEmpty:
            return entries.flatMap { entry -> [String] in
                let key = Self.written(entry.key, isText: true)
                if depth < 1, entry.value.holdsContainers {
                    return ["\(indent)\(key):"] + entry.value.lines(depth: depth + 1)
                }
                return ["\(indent)\(key): \(entry.value.inline)"]
            }
        case .sequence(let items) where !items.isEmpty:
            return items.map { "\(indent)- \($0.inline)" }
        default:
            return [indent + inline]
        }
    }

    private var holdsContainers: Bool {
        switch content {
        case .scalar: return false
        case .sequence(let items): return items.contains { !$0.isScalar }
        case .mapping(let entries): return entries.contains { !$0.value.isScalar }
        }
    }

    private var isScalar: Bool {
        if case .scalar = content { return true }
        return false
    }

    private var inline: String {
        switch content {
        case .scalar(let text, let isQuoted):
            return Self.written(text, isText: isQuoted)
        case .sequence(let items):
            return "[" + items.map(\.inline).joined(separator: ", ") + "]"
        case .mapping(let entries):
            let pairs = entries.map { "\(Self.written($0.key, isText: true)): \($0.value.inline)" }
            return "{" + pairs.joined(separator: ", ") + "}"
        }
    }

    /// A scalar as YAML: quoted when it would otherwise be read as something else.
    private static func written(_ text: String, isText: Bool) -> String {
        let isWord = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "+"), UInt8(ascii: "/"):
                return true
            default: return false
            }
        }
        let readsAsOther =
            ScalarReading.number(text) != nil || ScalarReading.boolean(text) != nil || text == "null" || text == "~"
        if isWord, !text.isEmpty, !text.hasPrefix("-") || ScalarReading.number(text) != nil,
            !isText || !readsAsOther
        {
            return text
        }
        return JSONNode.quoted(text)  // a JSON string is a YAML scalar
    }
}
