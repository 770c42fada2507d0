/// Looks for stop strings in a text that comes in pieces.
///
/// Text that may still become a stop string is held back. The stop string that is complete first ends the text, of those
/// that are complete at once the longest; so the result does not depend on how the text is cut into pieces. Strings are
/// compared by their UTF-8 bytes.
public struct StopStringScanner: Sendable {
    private var patterns: [Pattern]
    private var held: [UInt8] = []

    /// The stop string that ended the text; nil as long as there was none.
    public private(set) var found: String?

    /// A scanner for stop strings; empty ones are ignored.
    public init(_ stops: [String]) {
        patterns = stops.filter { !$0.isEmpty }.map { Pattern($0) }
    }

    /// The text that is certain to stand before every stop string, once one more piece is there.
    ///
    /// - Returns: nothing after a stop string was found.
    /// - Complexity: O(bytes) for each stop string, amortised.
    public mutating func append(_ piece: String) -> String {
        guard found == nil else { return "" }
        guard !patterns.isEmpty else { return piece }
        for byte in piece.utf8 {
            held.append(byte)
            for index in patterns.indices { patterns[index].read(byte) }
            let complete = patterns.filter(\.isComplete).max { $0.bytes.count < $1.bytes.count }
            guard let complete else { continue }
            found = complete.text
            return release(allBut: complete.bytes.count, droppingRest: true)
        }
        return release(allBut: patterns.map(\.matched).max() ?? 0)
    }

    /// The text that was held back, when no more comes.
    public mutating func finish() -> String {
        release(allBut: 0)
    }

    private mutating func release(allBut count: Int, droppingRest: Bool = false) -> String {
        let text = String(decoding: held.dropLast(count), as: UTF8.self)
        held = droppingRest ? [] : held.suffix(count)
        return text
    }
}

extension StopStringScanner {
    /// One stop string and how much of it the text ends with.
    private struct Pattern {
        let text: String
        let bytes: [UInt8]
        /// For each number of matched bytes the next smaller number of bytes that these end with as well.
        let fallbacks: [Int]
        private(set) var matched = 0

        var isComplete: Bool { matched == bytes.count }

        /// - Source: Knuth, Morris, Pratt, Fast pattern matching in strings (1977).
        init(_ text: String) {
            self.text = text
            bytes = Array(text.utf8)
            var fallbacks = [0, 0]
            var length = 0
            for index in bytes.indices.dropFirst() {
                while length > 0, bytes[index] != bytes[length] { length = fallbacks[length] }
                if bytes[index] == bytes[length] { length += 1 }
                fallbacks.append(length)
            }
            self.fallbacks = fallbacks
        }

        mutating func read(_ byte: UInt8) {
            if isComplete { matched = fallbacks[matched] }
            while matched > 0, bytes[matched] != byte { matched = fallbacks[matched] }
            if bytes[matched] == byte { matched += 1 }
        }
    }
}
