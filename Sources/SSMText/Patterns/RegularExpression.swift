import COniguruma

/// A regular expression in Oniguruma's syntax, the engine of the `tokenizers` package.
///
/// - Source: `onig` of Rust, whose defaults the package uses: Oniguruma's own syntax, UTF-8, no options.
///
/// Sound as `Sendable`: the compiled expression never changes after the initialiser, and Oniguruma keeps what a search
/// writes in the region and the limits, which every call makes for itself.
final class RegularExpression: @unchecked Sendable {
    /// Longer patterns are refused; the longest in use have some hundred bytes.
    private static let greatestLength = 10_000
    /// Patterns whose counted repetitions multiply to more are refused: Oniguruma may write them out.
    private static let greatestRepetition = 100_000
    /// Backtracking steps that every search may take without being counted.
    private static let freeRetries = 256
    /// Backtracking steps for a whole text: this many and `retriesPerByte`.
    private static let baseRetries = 20_000_000
    private static let retriesPerByte = 64
    /// Entries of the stack of one search; a run of n spaces needs n of them.
    private static let stackEntries: UInt32 = 16_000_000

    private static let isReady = ssm_regex_initialize() == ONIG_NORMAL

    private let pattern: String
    private let regex: OnigRegex

    /// Compiles a pattern.
    ///
    /// - Parameter key: the place of the pattern in its file, for errors.
    /// - Throws: `TokenizerError.malformed` for a pattern that is wrong, too long, or repeats too often.
    init(_ pattern: String, key: String) throws(TokenizerError) {
        let bytes = Array(pattern.utf8)
        guard Self.isReady else { throw .malformed(key: key, reason: "Oniguruma cannot be used") }
        guard bytes.count <= Self.greatestLength else {
            throw .malformed(key: key, reason: "a pattern has at most \(Self.greatestLength) bytes")
        }
        guard Self.repetition(in: bytes) <= Self.greatestRepetition else {
            throw .malformed(key: key, reason: "the pattern repeats more than \(Self.greatestRepetition) times")
        }
        var compiled: OnigRegex?
        var message = [UInt8](repeating: 0, count: Int(ONIG_MAX_ERROR_MESSAGE_LEN))
        let code = ssm_regex_new(&compiled, bytes, bytes.count, &message)
        guard code == ONIG_NORMAL, let compiled else {
            let reason = String(decoding: message.prefix { $0 != 0 }, as: UTF8.self)
            throw .malformed(key: key, reason: "the pattern is wrong: \(reason)")
        }
        self.pattern = pattern
        regex = compiled
    }

    deinit {
        onig_free(regex)
    }

    /// Calls `body` with the matches inside a range of a text, from left to right.
    ///
    /// The expression sees nothing outside the range. An empty match right after a match is left out.
    ///
    /// - Throws: `TokenizerError.patternTooSlow` for a pattern that backtracks too much on this text.
    func forEachMatch(
        in text: [UInt8], range: Range<Int>, _ body: (Range<Int>) -> Void
    ) throws(TokenizerError) {
        let subject = OnigurumaText(text, range: range)
        guard let region = onig_region_new(), let limits = onig_new_match_param() else {
            throw .patternTooSlow(pattern: pattern)
        }
        defer {
            onig_region_free(region, 1)
            onig_free_match_param(limits)
        }
        onig_set_match_stack_limit_size_of_match_param(limits, Self.stackEntries)
        try subject.bytes.withUnsafeBufferPointer { buffer throws(TokenizerError) in
            guard let first = buffer.baseAddress else { return }
            let base = first + subject.range.lowerBound
            var budget = Self.baseRetries + Self.retriesPerByte * range.count
            var position = 0
            var lastEnd = -1
            while position <= range.count {
                let start = try search(base, range.count, from: position, region, limits, budget: &budget)
                guard let start else { return }
                let end = Int(ssm_regex_match_end(region))
                if end == start && lastEnd == end {
                    position += Self.width(base, position, range.count)
                    continue
                }
                body(range.lowerBound + start..<range.lowerBound + end)
                (position, lastEnd) = (end, end)
            }
        }
    }

    /// Searches with few backtracking steps first and with more while these do not suffice, until the budget is spent:
    /// so a text of many searches stays linear in its length, whatever the pattern.
    private func search(
        _ base: UnsafePointer<UInt8>, _ count: Int, from position: Int, _ region: UnsafeMutablePointer<OnigRegion>,
        _ limits: OpaquePointer, budget: inout Int
    ) throws(TokenizerError) -> Int? {
        var retries = Self.freeRetries
        while true {
            onig_set_retry_limit_in_match_of_match_param(limits, UInt(retries))
            onig_set_retry_limit_in_search_of_match_param(limits, UInt(retries))
            let result = ssm_regex_search(regex, base, count, position, region, limits)
            if result >= 0 { return Int(result) }
            if result == ONIG_MISMATCH { return nil }
            guard result == ONIGERR_RETRY_LIMIT_IN_MATCH_OVER || result == ONIGERR_RETRY_LIMIT_IN_SEARCH_OVER,
                budget > 0
            else { throw .patternTooSlow(pattern: pattern) }
            retries = min(8 * retries, max(budget, 1))
            budget -= retries
        }
    }

    /// The bytes of the character at a position; 1 at the end.
    private static func width(_ base: UnsafePointer<UInt8>, _ position: Int, _ count: Int) -> Int {
        var next = position + 1
        while next < count, base[next] & 0xC0 == 0x80 { next += 1 }
        return next - position
    }

    /// The product of all the numbers of repetitions in a pattern, each at least 1: an upper bound of how often a part
    /// of it is written out.
    private static func repetition(in pattern: [UInt8]) -> Int {
        var product = 1
        var index = 0
        while index < pattern.count {
            guard pattern[index] == UInt8(ascii: "{") else {
                index += pattern[index] == UInt8(ascii: "\\") ? 2 : 1
                continue
            }
            let body = pattern[(index + 1)...].prefix { 48...57 ~= $0 || $0 == UInt8(ascii: ",") }
            index = body.endIndex
            let numbers = body.split(separator: UInt8(ascii: ",")).map { text in
                text.count > 9 ? greatestRepetition + 1 : text.reduce(0) { 10 * $0 + Int($1) - 48 }
            }
            product = min(product, greatestRepetition + 1) * max(1, min(numbers.max() ?? 1, greatestRepetition + 1))
        }
        return product
    }
}
