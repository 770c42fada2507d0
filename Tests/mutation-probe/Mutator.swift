import SSMTensor

/// Makes changed copies of some bytes: the faults of disks and of transfers, and what an attacker would try.
struct Mutator {
    /// What is changed.
    let seed: [UInt8]
    /// Where numbers in decimal digits lie in the seed.
    private let numbers: [Range<Int>]
    /// Where JSON strings, with their quotes, lie in the seed.
    private let strings: [Range<Int>]
    /// Where characters that give JSON its structure lie in the seed.
    private let structure: [Int]

    /// A mutator of these bytes.
    init(_ seed: [UInt8]) {
        self.seed = seed
        var numbers: [Range<Int>] = []
        var strings: [Range<Int>] = []
        var structure: [Int] = []
        var position = 0
        while position < seed.count {
            var end = position + 1
            switch seed[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                while end < seed.count, 48...57 ~= seed[end] { end += 1 }
                numbers.append(position..<end)
            case UInt8(ascii: "\""):
                while end < seed.count, seed[end] != UInt8(ascii: "\"") { end += 1 }
                end = min(end + 1, seed.count)
                strings.append(position..<end)
            case let byte where "{}[],:".utf8.contains(byte): structure.append(position)
            default: break
            }
            position = end
        }
        (self.numbers, self.strings, self.structure) = (numbers, strings, structure)
    }

    /// A copy with one to three changes.
    func mutant(using generator: inout RandomGenerator) -> [UInt8] {
        var bytes = seed
        for _ in 0...generator.below(3) { change(&bytes, &generator) }
        return bytes
    }

    private func change(_ bytes: inout [UInt8], _ generator: inout RandomGenerator) {
        switch generator.below(12) {
        case 0: flipBits(&bytes, &generator)
        case 1: bytes.removeSubrange(bytes.count - Self.chunk(of: bytes.count, &generator).count..<bytes.count)
        case 2: bytes.removeSubrange(Self.chunk(of: bytes.count, &generator))
        case 3: splice(&bytes, &generator)
        case 4: repeatChunk(&bytes, &generator)
        case 5: swapChunks(&bytes, &generator)
        case 6: overwriteWord(&bytes, &generator)
        case 7, 8: replace(numbers, in: &bytes, by: Self.extremes, &generator)
        case 9: replace(strings, in: &bytes, by: Self.texts, &generator)
        case 10: exchangeStrings(&bytes, &generator)
        default: editStructure(&bytes, &generator)
        }
    }

    // MARK: - Changes of bytes

    private func flipBits(_ bytes: inout [UInt8], _ generator: inout RandomGenerator) {
        guard !bytes.isEmpty else { return }
        for _ in 0...generator.below(8) { bytes[generator.below(bytes.count)] ^= 1 << generator.below(8) }
    }

    /// Puts a piece of the seed somewhere.
    private func splice(_ bytes: inout [UInt8], _ generator: inout RandomGenerator) {
        let piece = seed[Self.chunk(of: seed.count, &generator)]
        bytes.insert(contentsOf: piece, at: generator.below(bytes.count + 1))
    }

    private func repeatChunk(_ bytes: inout [UInt8], _ generator: inout RandomGenerator) {
        let chunk = Self.chunk(of: bytes.count, &generator)
        let piece = Array(bytes[chunk])
        for _ in 0...generator.below(3) { bytes.insert(contentsOf: piece, at: chunk.upperBound) }
    }

    private func swapChunks(_ bytes: inout [UInt8], _ generator: inout RandomGenerator) {
        let (one, other) = (Self.chunk(of: bytes.count, &generator), Self.chunk(of: bytes.count, &generator))
        let (first, second) = one.lowerBound <= other.lowerBound ? (one, other) : (other, one)
        guard first.upperBound <= second.lowerBound else { return }
        let pieces = (Array(bytes[first]), Array(bytes[second]))
        bytes.replaceSubrange(second, with: pieces.0)
        bytes.replaceSubrange(first, with: pieces.1)
    }

    /// Writes an extreme number over two, four or eight bytes; over the first eight half of the time.
    private func overwriteWord(_ bytes: inout [UInt8], _ generator: inout RandomGenerator) {
        let width = 2 << generator.below(3)
        guard bytes.count >= width else { return }
        let place = generator.below(2) == 0 ? 0 : generator.below(bytes.count - width + 1)
        var value = UInt64(1) << generator.below(64)
        if generator.below(2) == 0 { value &-= 1 }
        if generator.below(4) == 0 { value = UInt64(generator.below(bytes.count + 1)) }
        for index in 0..<width { bytes[place + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(index))) }
    }

    // MARK: - Changes of JSON

    private static let extremes = [
        "0", "-1", "-0", "1", "2", "00", "0.5", "1e999", "-1e999", "1e-999", "NaN", "2147483647", "2147483648",
        "4294967295", "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551615",
        "18446744073709551616", "99999999999999999999999999999999999999", "null", "\"7\"", "[1]",
    ].map { Array($0.utf8) }

    private static let texts = [
        #""""#, #""\u0000""#, #""\ud800""#, #""a\u0000b""#, "\"\u{1}\"", "\"\u{FF}", #""../../etc/passwd""#,
        #""__metadata__""#, #""\u00e9""#, "\"e\u{301}\"", "0", "null", "{}", "[]", "true",
        "\"" + String(repeating: "x", count: 5000) + "\"",
    ].map { Array($0.utf8) }

    private static let structures = [
        "", "{", "}", "[", "]", ",", ":", "{}", "[]", ",,", "null", "\"", String(repeating: "[", count: 3000),
        String(repeating: "{\"a\":", count: 3000), String(repeating: "[0,", count: 300),
    ].map { Array($0.utf8) }

    /// Replaces one of the places; where a change before it has moved it, what lies there now.
    private func replace(
        _ places: [Range<Int>], in bytes: inout [UInt8], by replacements: [[UInt8]],
        _ generator: inout RandomGenerator
    ) {
        guard !places.isEmpty else { return }
        let place = places[generator.below(places.count)].clamped(to: 0..<bytes.count)
        bytes.replaceSubrange(place, with: replacements[generator.below(replacements.count)])
    }

    private func exchangeStrings(_ bytes: inout [UInt8], _ generator: inout RandomGenerator) {
        guard !strings.isEmpty else { return }
        replace(strings, in: &bytes, by: [Array(seed[strings[generator.below(strings.count)]])], &generator)
    }

    /// Changes a bracket, comma or colon, or doubles what lies between two of them.
    private func editStructure(_ bytes: inout [UInt8], _ generator: inout RandomGenerator) {
        guard !structure.isEmpty else { return }
        let first = generator.below(structure.count)
        if generator.below(2) == 0 {
            let place = (structure[first]..<structure[first] + 1).clamped(to: 0..<bytes.count)
            bytes.replaceSubrange(place, with: Self.structures[generator.below(Self.structures.count)])
        } else {
            let last = min(first + generator.below(16), structure.count - 1)
            bytes.insert(
                contentsOf: seed[structure[first]..<structure[last]], at: min(structure[first], bytes.count))
        }
    }

    /// A random range below a bound; most are short.
    private static func chunk(of count: Int, _ generator: inout RandomGenerator) -> Range<Int> {
        guard count > 0 else { return 0..<0 }
        let first = generator.below(count)
        let longest = generator.below(4) == 0 ? count - first : min(64, count - first)
        return first..<(first + 1 + generator.below(longest))
    }
}
