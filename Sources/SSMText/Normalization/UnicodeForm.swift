/// A normalization form of Unicode.
///
/// The `tokenizers` package knows Unicode 9: later characters neither decompose nor change the order of marks there, and
/// so here.
enum UnicodeForm: Sendable {
    case nfc, nfd, nfkc, nfkd

    /// Brings a text into the form. Most texts are in it, and only the parts that may not be are looked at closer.
    func apply(to text: inout NormalizedText) {
        let source = text.bytes
        let span = source.span
        guard var start = firstDoubtful(in: span, from: 0) else { return }
        var result: [UInt8] = []
        result.reserveCapacity(span.count + span.count / 4)
        var copied = 0
        var origin = text.originBytes
        while true {
            // A mark may compose with the character before it.
            if start > copied { start -= span.scalar(before: start).byteCount }
            var end = start
            repeat { end += span.scalar(at: end).byteCount } while end < span.count && !isInert(span.scalar(at: end))
            result.append(contentsOf: source[copied..<start])
            let normalizedStart = result.count
            normalize(source[start..<end], into: &result)
            if start == 0 && text.originBytes > 0 {
                origin = Self.originBytes(source[..<text.originBytes], in: result[normalizedStart...])
            }
            copied = end
            guard let next = firstDoubtful(in: span, from: end) else { break }
            start = next
        }
        result.append(contentsOf: source[copied...])
        text.bytes = result
        text.originBytes = origin
    }

    /// How many bytes of the normalized text stand for the first character: at least one character does.
    private static func originBytes(_ first: ArraySlice<UInt8>, in normalized: ArraySlice<UInt8>) -> Int {
        normalized.isEmpty ? 0 : Array(normalized.prefix(4)).span.scalar(at: 0).byteCount
    }

    private func firstDoubtful(in span: Span<UInt8>, from start: Int) -> Int? {
        var position = start
        while position < span.count {
            if span[position] < 0x80 {
                position += 1
                continue
            }
            let scalar = span.scalar(at: position)
            if !isInert(scalar) { return position }
            position += scalar.byteCount
        }
        return nil
    }

    /// Normalizes a part that nothing around it can change.
    ///
    /// - Source: Unicode Standard Annex 15.
    private func normalize(_ part: ArraySlice<UInt8>, into result: inout [UInt8]) {
        var scalars: [Unicode.Scalar] = []
        var classes: [UInt8] = []
        for scalar in String(decoding: part, as: UTF8.self).unicodeScalars {
            for piece in decomposed(scalar) {
                scalars.append(piece)
                classes.append(Self.combiningClass(piece))
            }
        }
        Self.order(&scalars, &classes)
        if self == .nfc || self == .nfkc { Self.compose(&scalars, classes) }
        for scalar in scalars { result.append(scalar) }
    }

    /// Puts rows of marks in the order of their classes, those of one class as they came.
    private static func order(_ scalars: inout [Unicode.Scalar], _ classes: inout [UInt8]) {
        var start = 0
        while start < classes.count {
            var end = start + 1
            var isOrdered = true
            while classes[start] > 0, end < classes.count, classes[end] > 0 {
                if classes[end] < classes[end - 1] { isOrdered = false }
                end += 1
            }
            if !isOrdered {
                let places = (start..<end).sorted { (classes[$0], $0) < (classes[$1], $1) }
                let (row, rowClasses) = (places.map { scalars[$0] }, places.map { classes[$0] })
                scalars.replaceSubrange(start..<end, with: row)
                classes.replaceSubrange(start..<end, with: rowClasses)
            }
            start = end
        }
    }

    private static func combiningClass(_ scalar: Unicode.Scalar) -> UInt8 {
        if scalar.value < 0x300 { return 0 }
        let order = scalar.properties.canonicalCombiningClass.rawValue
        return order > 0 && scalar.isIn(version: 9) ? order : 0
    }

    private func decomposed(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        if scalar.isASCII { return [scalar] }
        if let syllable = HangulSyllable(scalar) { return syllable.letters }
        let isCanonical = self == .nfc || self == .nfd
        return (isCanonical ? UnicodeTables.canonical : UnicodeTables.compatible)[scalar.value] ?? [scalar]
    }

    /// Composes every character with the last starter before it, unless one of the same or a higher class, or another
    /// starter, stands between them.
    private static func compose(_ scalars: inout [Unicode.Scalar], _ classes: [UInt8]) {
        var kept: [Unicode.Scalar] = []
        var starter: Int?
        var lastClass: UInt8 = 0
        for (scalar, order) in zip(scalars, classes) {
            if let place = starter, kept.count == place + 1 || lastClass != 0 && lastClass < order,
                let whole = composition(kept[place], scalar)
            {
                kept[place] = whole
                continue
            }
            if order == 0 { starter = kept.count }
            lastClass = order
            kept.append(scalar)
        }
        scalars = kept
    }

    private static func composition(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Unicode.Scalar? {
        HangulSyllable.composition(left, right) ?? UnicodeTables.compositions[UnicodeTables.pair(left, right)]
    }

    /// Whether a character stays as it is whatever stands before it, and is no mark: some that are common, not all.
    func isInert(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x80, 0x5D0...0x5EA, 0x3400...0x4DB5, 0x4E00...0x9FD5, 0x1F300...0x1F64F, 0x1F680...0x1F6D0:
            return true
        case 0x400...0x482, 0x48A...0x52F, 0x620...0x64A, 0x905...0x939, 0x3041...0x3096, 0x30A1...0x30FA,
            0xAC00...0xD7A3:
            return self == .nfc || self == .nfkc
        case 0x2010...0x2027, 0x2030...0x205E, 0x3001...0x3020, 0xFF01...0xFF5E: return self == .nfc || self == .nfd
        case 0x80..<0x300, 0x388...0x3CF, 0xE01...0xE32: return self == .nfc
        case 0xC0...0x131, 0x134...0x13E, 0x141...0x148, 0x14A...0x17E: return self == .nfkc
        default: return false
        }
    }
}
