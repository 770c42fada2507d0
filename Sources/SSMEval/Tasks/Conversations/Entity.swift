/// Somebody or something that facts are about.
struct Entity: Hashable, Sendable {
    let kind: EntityKind
    let first: String
    let second: String

    /// "cousin Anna"; notes use it.
    var name: String { kind.name(first, second) }

    /// "my cousin Anna"
    var phrase: String { "my \(name)" }
}
