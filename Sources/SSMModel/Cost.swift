import Synchronization

/// What a computation cost.
public struct Cost: Sendable, Hashable, Codable {
    /// Passes over a prompt; a decoding step of a batch is not a pass.
    public var passes = 0
    /// Rows that were scanned, by layer.
    public var scannedRows: [Int] = []
    /// Steps of decoding, counted by sequence.
    public var decodedTokens = 0

    /// Nothing.
    public init() {}

    /// Rows scanned in all layers.
    public var totalScannedRows: Int { scannedRows.reduce(0, +) }

    mutating func addScannedRows(_ rows: Int, at layer: Int) {
        while scannedRows.count <= layer { scannedRows.append(0) }
        scannedRows[layer] += rows
    }
}
