/// The name of a person: indices of the first and the last name.
struct PersonName: Hashable, Sendable {
    let given: Int
    let family: Int

    /// The names of a split.
    static func all(of split: Split, given: Int, family: Int) -> [PersonName] {
        (0..<given).flatMap { first in
            (0..<family).map { PersonName(given: first, family: $0) }
        }.filter { split.owns("person \($0.given) \($0.family)") }
    }
}
