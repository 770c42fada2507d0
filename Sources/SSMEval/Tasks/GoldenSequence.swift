/// Positions in 0 ..< 1 that stay evenly spread however many of them are taken: steps by the golden ratio.
struct GoldenSequence {
    /// Where the sequence begins.
    let start: Double

    /// A position.
    subscript(index: Int) -> Double {
        let place = start + Double(index) * 0.618_033_988_749_894_9
        return place - place.rounded(.down)
    }
}
