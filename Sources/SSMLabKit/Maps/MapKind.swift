import ArgumentParser

/// What `ssmlab map` can compute.
enum MapKind: String, CaseIterable, Sendable, Hashable {
    /// The scan's own map.
    case raw
    /// With the gate and the convolution.
    case extended
    /// The norm of what positions add to the residual stream.
    case projected
    /// Mean distance by layer.
    case distance
    /// Absolute raw maps through all chosen layers.
    case rollout
    /// Steps along the sequence.
    case steps
    /// Norm of the state along the sequence, and a needle's share of it.
    case state

    /// Whether its result is a matrix over the sequence.
    var isMatrix: Bool { [.raw, .extended, .projected, .rollout].contains(self) }
}

/// Kinds of maps between commas.
struct MapKinds: ExpressibleByArgument, Sendable, Hashable {
    /// Each once, in the order of `MapKind`.
    let values: [MapKind]

    /// Reads the names.
    init?(argument: String) {
        var chosen: Set<MapKind> = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let kind = MapKind(rawValue: String(part)), chosen.insert(kind).inserted else { return nil }
        }
        values = MapKind.allCases.filter(chosen.contains)
    }

    /// These kinds.
    init(_ values: [MapKind]) {
        self.values = values
    }

    var defaultValueDescription: String { values.map(\.rawValue).joined(separator: ",") }
}
