/// Why a map cannot be computed.
package enum MapError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The exact map of so many rows would not fit.
    case tooLong(rows: Int, limit: Int)
    /// The convolution, the gate or the output projection were not recorded.
    case scanOnly(layer: Int)
    /// Some channels are missing, and the map sums over all.
    case channelsMissing(layer: Int, found: Int, needed: Int)
    /// A channel that the layer does not have, or that was not recorded.
    case noSuchChannel(Int, layer: Int, count: Int)
    /// A layer that was not recorded.
    case noSuchLayer(Int, recorded: [Int])
    /// A position that no row of the layer has.
    case noSuchPosition(Int, layer: Int)
    /// A layer whose rows are not among those of the layer before.
    case rowsDoNotFollow(layer: Int)
    /// A part of a file that no dump has, or that does not fit the others.
    case unusable(path: String, dataset: String, problem: String)
    /// Nothing was recorded of the sequence.
    case nothingRecorded

    package var description: String {
        switch self {
        case .tooLong(let rows, let limit):
            "an exact map of \(rows) rows is too large (the limit is \(limit)); ask for a map of block averages, or for "
                + "selected rows or columns"
        case .scanOnly(let layer):
            "layer \(layer): only the scan was recorded; this map needs what stands around it too (dump the site "
                + "'scan-inputs', which brings the convolution's input and the weights)"
        case .channelsMissing(let layer, let found, let needed):
            "layer \(layer): this map sums over all \(needed) channels, and \(found) were chosen; choose all"
        case .noSuchChannel(let channel, let layer, let count):
            "layer \(layer) has no channel \(channel); it has 0..<\(count)"
        case .noSuchLayer(let layer, let recorded):
            "layer \(layer) was not recorded; there are \(recorded.map(String.init).joined(separator: ", "))"
        case .noSuchPosition(let position, let layer):
            "layer \(layer) has no row at position \(position): it is outside the sequence, or a strategy dropped it"
        case .rowsDoNotFollow(let layer):
            "layer \(layer) has rows that the layer before lacks; a rollout needs the layers of one pass"
        case .unusable(let path, let dataset, let problem):
            "\(path): '\(dataset)' \(problem); dump it again"
        case .nothingRecorded:
            "nothing was recorded of the sequence"
        }
    }
}
