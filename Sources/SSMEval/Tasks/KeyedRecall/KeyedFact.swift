/// A fact: what a key holds.
struct KeyedFact: Hashable {
    let modifier: Int
    let object: Int
    let value: String

    var key: [Int] { [modifier, object] }
}
