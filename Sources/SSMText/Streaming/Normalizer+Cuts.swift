extension Normalizer {
    /// The normalizers that this one consists of, in order.
    var steps: [Normalizer] {
        if case .sequence(let steps) = self { steps.flatMap(\.steps) } else { [self] }
    }

    /// Whether a text can be cut at a place before it is normalized: see `CutRule`. Changes the characters of the place.
    func allowsCut(at place: inout CutPlace) -> Bool {
        switch self {
        case .form(let form): return form.isInert(place.left) && form.isInert(place.right)
        case .lowercase: return place.map { Array($0.properties.lowercaseMapping.unicodeScalars) }
        case .stripAccents: return place.map { $0.isCombiningMark ? [] : [$0] }
        case .nmt: return place.map { Self.nmt($0).map { [$0] } ?? [] }
        case .byteLevel:
            place.writeAlphabet()
            return true
        case .prepend: return true
        // Which spaces are at an end of the text is not known at a cut.
        case .strip: return false
        case .replace(.regex, _): return false
        case .replace(.literal(let literal), let content): return Self.replaced(literal, by: content, at: &place)
        case .sequence(let steps): return steps.allSatisfy { $0.allowsCut(at: &place) }
        }
    }

    private static func replaced(_ literal: [UInt8], by content: [UInt8], at place: inout CutPlace) -> Bool {
        let wanted = Array(String(decoding: literal, as: UTF8.self).unicodeScalars)
        guard wanted.count > 1 else {
            let new = Array(String(decoding: content, as: UTF8.self).unicodeScalars)
            return place.map { $0 == wanted[0] ? new : [$0] }
        }
        let isAcross = zip(wanted, wanted.dropFirst()).contains { $0 == (place.left, place.right) }
        return !isAcross && wanted.last != place.left && wanted.first != place.right
    }
}
