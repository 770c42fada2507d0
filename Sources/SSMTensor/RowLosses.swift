/// Losses of some rows.
struct RowLosses {
    var total = 0.0
    var losses: [Float] = []
    var predictions: [Int] = []

    mutating func append(_ other: RowLosses) {
        total += other.total
        losses += other.losses
        predictions += other.predictions
    }
}
