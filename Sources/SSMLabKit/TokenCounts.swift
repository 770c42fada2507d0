import ArgumentParser

/// Numbers of tokens as a user writes them: "1k,2k,4096".
struct TokenCounts: ExpressibleByArgument, Sendable, Hashable {
    /// The numbers, rising.
    let values: [Int]

    /// Reads numbers between commas; `1k` is 1,000 tokens, as in the figures of DeciMamba and LongMamba.
    init?(argument: String) {
        var values: Set<Int> = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            let digits = part.hasSuffix("k") ? part.dropLast() : part
            guard let number = Int(digits), number > 0, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return nil
            }
            let (value, overflows) = number.multipliedReportingOverflow(by: part.hasSuffix("k") ? 1000 : 1)
            guard !overflows, values.insert(value).inserted else { return nil }
        }
        self.values = values.sorted()
    }

    /// These numbers.
    init(_ values: [Int]) {
        self.values = values.sorted()
    }

    var defaultValueDescription: String {
        values.map { $0.isMultiple(of: 1000) ? "\($0 / 1000)k" : "\($0)" }.joined(separator: ",")
    }
}
