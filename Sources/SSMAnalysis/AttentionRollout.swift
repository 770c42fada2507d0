import SSMTensor

/// The maps of successive layers put together, each with the residual connection beside it.
///
/// A layer's absolute map plus the identity has its rows divided by their sums; the rollout is the product, later layers
/// on the left. Every row sums to one. Where a layer has fewer rows than the one before, the product goes on with the
/// rows that it kept; its columns are always those of the first layer.
///
/// - Source: Abnar and Zuidema (2020); Ali, Zimerman and Wolf (2024), who average absolute maps over the channels.
package struct AttentionRollout: Sendable {
    /// Where the rows of the last layer's output come from among those of the first layer's input.
    package private(set) var map: AttentionMap?

    /// A rollout over no layer.
    package init() {}

    /// Puts the next layer on top.
    ///
    /// - Parameters:
    ///   - absolute: mean over the channels of the absolute raw map, square.
    ///   - layer: the layer, for messages.
    /// - Throws: `MapError.rowsDoNotFollow` when a row of the layer was not in the one before.
    /// - Complexity: O(L³), one matrix product.
    package mutating func add(_ absolute: AttentionMap, layer: Int) throws(MapError) {
        precondition(
            absolute.rowPositions == absolute.columnPositions,
            "AttentionRollout: layer \(layer) has \(absolute.rowPositions.count) rows and "
                + "\(absolute.columnPositions.count) columns")
        let mixed = Self.mixed(absolute)
        guard let below = map else {
            map = AttentionMap(
                values: mixed, rowPositions: absolute.rowPositions, columnPositions: absolute.columnPositions)
            return
        }
        guard let kept = below.rowPositions.places(of: absolute.rowPositions) else {
            throw .rowsDoNotFollow(layer: layer)
        }
        map = AttentionMap(
            values: mixed.matmul(below.values.gathered(rows: kept)), rowPositions: absolute.rowPositions,
            columnPositions: below.columnPositions)
    }

    /// The map plus the identity, rows divided by their sums.
    private static func mixed(_ absolute: AttentionMap) -> Tensor {
        let width = absolute.columnPositions.count
        return absolute.values.withSpan { values in
            Tensor(shape: [width, width], on: absolute.values.device) { span in
                for row in 0..<width {
                    let sum = (0..<width).reduce(1.0) { $0 + Double(values[row * width + $1]) }
                    for column in 0..<width {
                        let entry = Double(values[row * width + column]) + (row == column ? 1 : 0)
                        span[row * width + column] = Float(entry / sum)
                    }
                }
            }
        }
    }
}
