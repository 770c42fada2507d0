import ArgumentParser

/// Whole numbers as a user writes them: "all", "3", "0,4-7", "0-1535:150".
struct NumberList: ExpressibleByArgument, Sendable, Hashable {
    /// One part between commas.
    private struct Run: Sendable, Hashable {
        let first, last, step: Int
    }

    /// No runs: all numbers.
    private let runs: [Run]

    /// All numbers.
    static let all = NumberList(runs: [])

    private init(runs: [Run]) {
        self.runs = runs
    }

    /// Reads numbers and ranges between commas; `a-b:s` is every s-th number from a to b.
    init?(argument: String) {
        if argument == "all" {
            self = .all
            return
        }
        var runs: [Run] = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let match = part.wholeMatch(of: #/(\d+)(?:-(\d+)(?::(\d+))?)?/#), let first = Int(match.1) else {
                return nil
            }
            let (last, step) = (match.2.map { Int($0) } ?? first, match.3.map { Int($0) } ?? 1)
            guard let last, let step, last >= first, step > 0 else { return nil }
            runs.append(Run(first: first, last: last, step: step))
        }
        self.init(runs: runs)
    }

    /// The numbers of all lists; all numbers where there is none.
    init(joining lists: [NumberList]) {
        self.init(runs: lists.contains(where: \.isAll) ? [] : lists.flatMap(\.runs))
    }

    /// Whether all numbers are meant.
    var isAll: Bool { runs.isEmpty }

    /// The numbers, increasing and each once; all means those below `count`.
    ///
    /// - Throws: `ValidationError` for a number that is not below `count`.
    func values(below count: Int, of things: String) throws -> [Int] {
        guard !isAll else { return Array(0..<count) }
        if let last = runs.map(\.last).max(), last >= count {
            throw ValidationError("there is no \(things) \(last); there are \(count), counted from 0")
        }
        return Set(runs.flatMap { stride(from: $0.first, through: $0.last, by: $0.step) }).sorted()
    }

    var defaultValueDescription: String {
        let parts = runs.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)-\($0.last)" }
        return isAll ? "all" : parts.joined(separator: ",")
    }
}
