/// Positions that were asked for, parted into those that a layer has and those that it lacks.
struct ChosenPositions {
    /// Those that it has.
    let found: [Int32]
    /// What is said of the others; nil where there are none.
    let gap: String?

    /// Looks for positions among those of the rows or columns of a map.
    ///
    /// - Parameters:
    ///   - thing: "row" or "column".
    ///   - what: the map.
    init(_ chosen: [Int32], among positions: [Int32], thing: String, of what: String) {
        let there = Set(positions)
        found = chosen.filter(there.contains)
        let missing = chosen.filter { !there.contains($0) }.map(String.init)
        gap =
            missing.isEmpty
            ? nil : "\(what): no \(thing) at position \(missing.joined(separator: ", ")): a strategy dropped it"
    }
}
