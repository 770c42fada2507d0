extension PreTokenizer {
    /// What a step does at a place.
    enum Cut {
        /// It has a border there, whatever is around.
        case border
        /// It may have none, and what it does on one side does not depend on the other.
        case inside
        case unknown
    }

    /// The steps that this one consists of, in order.
    var steps: [PreTokenizer] {
        if case .sequence(let steps) = self { steps.flatMap(\.steps) } else { [self] }
    }

    /// Whether the step splits pieces.
    var splits: Bool {
        switch self {
        case .byteLevel(_, let regex, _): regex != nil
        case .metaspace(_, _, let splits): splits
        default: true
        }
    }

    /// Whether the step puts something before a text.
    var addsAtStart: Bool {
        switch self {
        case .byteLevel(let addsPrefixSpace, _, _): addsPrefixSpace
        case .metaspace(_, let scheme, _): scheme != .never
        default: false
        }
    }

    /// What the step does at a place: see `CutRule`. Changes the characters of the place.
    func cut(at place: inout CutPlace) -> Cut {
        let (left, right) = (place.left, place.right)
        switch self {
        case .byteLevel(_, let regex, let writesAlphabet):
            if regex != nil { return VettedPattern.hasBorder(at: place) ? .border : .unknown }
            if writesAlphabet { place.writeAlphabet() }
            return .inside
        case .split(.literal(let literal), let behavior, let isInverted):
            return Self.cut(literal, behavior, isInverted: isInverted, at: place)
        case .split(.regex(_, let source), let behavior, let isInverted):
            // All the text is in matches, so that nothing is removed either way.
            let keepsAll = behavior == .isolated || behavior == .removed && isInverted
            return keepsAll && VettedPattern.isVetted(source) && VettedPattern.hasBorder(at: place) ? .border : .unknown
        case .metaspace(let replacement, _, let splits):
            _ = place.map { $0 == " " ? [replacement] : [$0] }
            return splits && place.right == replacement ? .border : .inside
        case .whitespace, .whitespaceSplit:
            return left.properties.isWhitespace || right.properties.isWhitespace ? .border : .inside
        case .digits(let individual):
            return Self.cut(left.isNumeric, right.isNumeric, individual ? .isolated : .contiguous)
        case .punctuation(let behavior):
            return Self.cut(left.isSplittingPunctuation, right.isSplittingPunctuation, behavior)
        case .characterDelimiter(let delimiter): return left == delimiter || right == delimiter ? .border : .inside
        case .sequence(let steps):
            for (index, step) in steps.enumerated() {
                // Behind a step that splits, a start is that of a piece, which only the step itself knows.
                if index > 0 && step.addsAtStart { return .unknown }
                let cut = step.cut(at: &place)
                if cut != .inside { return cut }
            }
            return .inside
        }
    }

    /// What a split at the characters of a class does.
    private static func cut(_ leftMatches: Bool, _ rightMatches: Bool, _ behavior: SplitBehavior) -> Cut {
        switch behavior {
        case .isolated, .removed: leftMatches || rightMatches ? .border : .inside
        case .contiguous: leftMatches != rightMatches ? .border : .inside
        case .mergedWithNext: !leftMatches && rightMatches ? .border : .inside
        case .mergedWithPrevious: leftMatches && !rightMatches ? .border : .inside
        }
    }

    private static func cut(
        _ literal: [UInt8], _ behavior: SplitBehavior, isInverted: Bool, at place: CutPlace
    ) -> Cut {
        let wanted = Array(String(decoding: literal, as: UTF8.self).unicodeScalars)
        guard wanted.count == 1, !isInverted else { return .unknown }
        return cut(place.left == wanted[0], place.right == wanted[0], behavior)
    }
}
