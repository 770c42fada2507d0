/// Which layers a hook or a probe looks at.
public enum LayerSelection: Sendable, Hashable {
    /// Every layer.
    case all
    /// These layers, counted from 0.
    case some([Int])

    /// Whether the selection has a layer.
    public func contains(_ layer: Int) -> Bool {
        switch self {
        case .all: true
        case .some(let layers): layers.contains(layer)
        }
    }
}
