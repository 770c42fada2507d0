/// What `ssmlab map` was asked for, checked against the sequence.
struct MapSettings: Sendable {
    /// The kinds of maps.
    var kinds: [MapKind]
    /// Whether each of the chosen channels is mapped alone too.
    var mapsEachChannel: Bool
    /// Blocks along each axis; nil: exact maps.
    var blocks: Int?
    /// Positions whose rows are wanted instead of whole maps.
    var rows: [Int32]
    /// Positions whose columns are wanted instead of whole maps.
    var columns: [Int32]
    /// Positions of the needle.
    var needle: Set<Int>?
    /// Which average figures show.
    var shown: MapAverage
    /// Rows between two points of the state's trace; nil: a hundredth of the sequence.
    var interval: Int?
}
