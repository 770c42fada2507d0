/// Where added tokens allow a text to be cut: see `CutRule`.
struct AddedTokenCuts: Sendable {
    private let raw: NeighbourSet
    private let normalized: NeighbourSet
    /// Characters that must not stand left of a cut: a token that they end looks at what follows, or what follows is
    /// a start that is treated in a way of its own.
    private var lefts: Set<Unicode.Scalar> = []
    private var normalizedLefts: Set<Unicode.Scalar> = []
    /// Characters that must not stand right of a cut: a token that they begin looks at what is before.
    private var rights: Set<Unicode.Scalar> = []
    private var normalizedRights: Set<Unicode.Scalar> = []
    private let strips: Bool
    private let dependsOnStart: Bool

    init(_ added: AddedTokens, dependsOnStart: Bool) {
        raw = NeighbourSet(added.tokens.filter { !$0.isNormalized }.map(\.pattern))
        normalized = NeighbourSet(added.tokens.filter(\.isNormalized).map(\.pattern))
        self.dependsOnStart = dependsOnStart
        strips = added.tokens.contains { $0.stripsLeft || $0.stripsRight }
        for token in added.tokens {
            let scalars = String(decoding: token.pattern, as: UTF8.self).unicodeScalars
            guard let first = scalars.first, let last = scalars.last else { continue }
            if token.stripsRight || token.isSingleWord || dependsOnStart {
                if token.isNormalized { normalizedLefts.insert(last) } else { lefts.insert(last) }
            }
            if token.stripsLeft || token.isSingleWord {
                if token.isNormalized { normalizedRights.insert(first) } else { rights.insert(first) }
            }
        }
    }

    /// Whether a text can be cut between the last two characters of three before it is normalized.
    ///
    /// The first one may end a token: what is between it and the cut is then a start of its own.
    func allow(_ second: Unicode.Scalar, _ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
        !(dependsOnStart && lefts.contains(second)) && !raw.contains(left, right) && !lefts.contains(left)
            && !rights.contains(right)
            && !(strips && left.properties.isWhitespace && right.properties.isWhitespace)
            && !(strips && dependsOnSpaces(left))
    }

    /// Whether a text can be cut between the last two characters of three after it is normalized.
    func allowNormalized(_ second: Unicode.Scalar, _ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
        !(dependsOnStart && normalizedLefts.contains(second)) && !normalized.contains(left, right)
            && !normalizedLefts.contains(left) && !normalizedRights.contains(right)
            && !(strips && left.properties.isWhitespace && right.properties.isWhitespace)
    }

    /// A token may have taken the spaces left of the place, and what follows is a start.
    private func dependsOnSpaces(_ left: Unicode.Scalar) -> Bool {
        !lefts.isEmpty && left.properties.isWhitespace
    }
}
