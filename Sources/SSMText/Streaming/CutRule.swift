/// Where a text can be cut so that its parts, encoded one by one, give the tokens of the whole.
///
/// A rule sees the two characters around a place, and the one before them. It says yes only where every step of the
/// tokenizer gives the same on both sides whether or not the other side is there:
///
/// - An added token cannot lie across the place when its text nowhere has the two characters as neighbours. Longest
///   matches are looked for from left to right, so what is found right of the place does not depend on the left, and
///   what is found left of it cannot become longer. Tokens that ask for their surroundings (`single_word`, `lstrip`,
///   `rstrip`) must not touch the place, and there are no spaces on both sides of it.
/// - Normalizers work character by character, on rows of marks (no mark is at the place, nor a character that composes),
///   or on a literal text that cannot lie across the place. What they put before a text they put only at its start.
/// - Pre-tokenizers have a border there, or the pieces on both sides are one word.
/// - In one word no merge crosses the place: see `HardBoundaries`.
struct CutRule: Sendable {
    /// Whether cuts are inside words.
    let cutsWords: Bool
    private let allows: @Sendable (_ second: Unicode.Scalar, _ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool

    /// The last place before the end of a text where it can be cut, not before `start`; nil where there is none.
    ///
    /// - Precondition: `start` is at least 1, and characters begin at both ends.
    func lastCut(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
        guard end > start else { return nil }
        var right = bytes.scalar(before: end)
        var place = end - right.byteCount
        while place >= start {
            let left = bytes.scalar(before: place)
            let end = place - left.byteCount
            // At the start of a part, what is before the left character is not known: a space is the careful guess.
            let second = end > 0 ? bytes.scalar(before: end) : " "
            if allows(second, left, right) { return place }
            (right, place) = (left, end)
        }
        return nil
    }

    /// Nowhere.
    static let never = CutRule(cutsWords: false) { _, _, _ in false }

    private init(
        cutsWords: Bool, allows: @escaping @Sendable (Unicode.Scalar, Unicode.Scalar, Unicode.Scalar) -> Bool
    ) {
        self.cutsWords = cutsWords
        self.allows = allows
    }

    /// The rule of a tokenizer of words: pieces begin at every space and after every end of a line, unless a special
    /// token lies across the place.
    init(_ tokenizer: WordTokenizer) {
        let special = NeighbourSet(tokenizer.special.map { Array(tokenizer.entries[Int($0)]) })
        self.init(cutsWords: false) { _, left, right in
            (left != " " && right == " " || left == "\n") && !special.contains(left, right)
        }
    }

    /// The rule of a byte-pair tokenizer.
    init(_ tokenizer: BytePairTokenizer) {
        let steps = tokenizer.preTokenizer?.steps ?? []
        let cutsWords = !steps.contains { $0.splits }
        let added = AddedTokenCuts(tokenizer.added, dependsOnStart: tokenizer.dependsOnStart)
        let (normalizer, model) = (tokenizer.normalizer, tokenizer.model)
        let preTokenizer = tokenizer.preTokenizer
        self.init(cutsWords: cutsWords) { second, left, right in
            guard added.allow(second, left, right) else { return false }
            var place = CutPlace(second: second, left: left, right: right)
            guard normalizer?.allowsCut(at: &place) ?? true,
                added.allowNormalized(place.second, place.left, place.right)
            else {
                return false
            }
            switch preTokenizer?.cut(at: &place) ?? .inside {
            case .border: return true
            case .unknown: return false
            case .inside: return cutsWords && model.allowsCut(place.left, place.right)
            }
        }
    }
}

extension BytePairTokenizer {
    /// Whether what is at the start of a text, or follows an added token, is treated in a way of its own.
    var dependsOnStart: Bool {
        let prepends = normalizer?.steps.contains { if case .prepend = $0 { true } else { false } } ?? false
        return prepends || preTokenizer?.steps.contains { $0.addsAtStart } ?? false
    }
}

extension BytePairModel {
    /// Whether a word can be cut between two characters.
    func allowsCut(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
        guard let boundaries, isKnown(left) else { return false }
        guard isByteLevel else { return boundaries.separates(left.value, right.value) }
        guard let last = String(left).utf8.last, let first = String(right).utf8.first else { return false }
        return boundaries.separates(UInt32(last), UInt32(first))
    }
}
