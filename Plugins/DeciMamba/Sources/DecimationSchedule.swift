import Foundation

/// How many rows each decimating layer keeps.
///
/// - Source: the authors' `max_p` rule: n = int(max(min(L_dec, L_base · β^s), minimum)), s = place of the layer in the
///   list. Where fewer than `minimum` rows can be dropped the authors' code fails; here all of them stay.
struct DecimationSchedule: Sendable, Hashable {
    /// The decimating layers, increasing.
    let layers: [Int]
    let baseLength: Int
    let beta: Double
    let minimum: Int

    /// Rows that a layer keeps of those that it may drop.
    ///
    /// - Precondition: the layer decimates.
    func count(at layer: Int, of droppable: Int) -> Int {
        guard let place = layers.firstIndex(of: layer) else {
            preconditionFailure("DecimationSchedule: layer \(layer) is none of \(layers)")
        }
        let budget = Double(baseLength) * pow(beta, Double(place))
        return min(Int(max(min(Double(droppable), budget), Double(minimum))), droppable)
    }
}
