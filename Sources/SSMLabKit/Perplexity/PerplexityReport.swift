import SSMEval
import SSMReport

/// Perplexity by length as a table for a person and as lines for a plot.
struct PerplexityReport {
    /// How it was measured.
    let measured: PerplexityProtocol
    /// The strategies, as the command line spells them, outermost first.
    let strategies: [String]
    /// Tokens of the longest document.
    let longestDocument: Int
    /// The rows, in the order of the lengths.
    var rows: [PerplexityRow] = []

    /// The heads of the CSV, which tell a file of this command from others.
    static let header = [
        "protocol", "strategies", "length", "perplexity", "low", "high", "interval", "unit", "mean_nll", "windows",
        "documents", "tokens", "word_perplexity", "byte_perplexity", "bits_per_byte", "seconds", "peak_bytes",
    ]

    private var stack: String { strategies.joined(separator: " ") }

    /// The table.
    func text(isTerminal: Bool) -> String {
        let hasRates = rows.contains { $0.rates != nil }
        var table = ReportTable(
            title: "Perplexity, protocol \(measured.name): \(measured.explanation)\n"
                + "Strategies: \(strategies.isEmpty ? "none" : stack)",
            header: ["length", "perplexity", "95 %", "nll", "windows", "documents", "tokens"]
                + (hasRates ? ["by word", "by byte", "bits/byte"] : []) + ["time", "memory"],
            labels: 0, note: note)
        for row in rows { table.append(cells(of: row, hasRates: hasRates).map { .init($0) }) }
        return table.text(isTerminal: isTerminal)
    }

    private func cells(of row: PerplexityRow, hasRates: Bool) -> [String] {
        guard let estimate = row.estimate else {
            let count = hasRates ? 12 : 9
            return ["\(row.length)", "-", "", "", "0", "0", "0"] + Array(repeating: "", count: count - 7)
        }
        let interval = estimate.interval.map {
            "[\(Self.number($0.lowerBound)), \(Self.number($0.upperBound))]"
        }
        let rates = row.rates.map {
            [NumberText.significant($0.word), NumberText.significant($0.byte), NumberText.fixed($0.bitsPerByte, 3)]
        }
        return [
            "\(row.length)", Self.number(estimate.perplexity), interval ?? "-", NumberText.fixed(estimate.meanLoss, 4),
            "\(estimate.windows)", "\(estimate.documents)", "\(estimate.tokens)",
        ] + (hasRates ? rates ?? ["", "", ""] : [])
            + [NumberText.duration(row.seconds), NumberText.bytes(row.peakBytes)]
    }

    private static func number(_ value: Double) -> String {
        value < 1000 ? NumberText.fixed(value, 3) : NumberText.significant(value)
    }

    /// What the interval is of, and what is missing.
    private var note: String {
        var lines: [String] = []
        let kinds = Set(
            rows.compactMap(\.estimate).compactMap { estimate in
                estimate.method.map { ($0 == .student ? "Student's" : $0.rawValue) + " over " + estimate.unit.rawValue }
            })
        if !kinds.isEmpty { lines.append("95 %: \(kinds.sorted().joined(separator: "; "))") }
        if rows.contains(where: { $0.estimate?.unit == .windows }) {
            lines.append("one document only: the interval speaks of it alone, and its windows are not independent")
        }
        if rows.contains(where: { $0.estimate != nil && $0.estimate?.interval == nil }) {
            lines.append("a single window has no interval")
        }
        if rows.contains(where: { $0.estimate == nil }) {
            lines.append("-: no document is long enough for a window of this length")
        }
        let unreached = rows.filter { $0.estimate != nil && $0.length > longestDocument }.map { "\($0.length)" }
        if !unreached.isEmpty {
            lines.append(
                "the longest document has \(longestDocument) tokens: no window is as long as "
                    + unreached.joined(separator: ", "))
        }
        if Set(rows.compactMap { $0.estimate?.documents }).count > 1 {
            lines.append("the documents differ between lengths; --common-documents takes those that have them all")
        }
        lines.append("memory: in tensors beyond the weights; MB is 10^6 bytes")
        return lines.joined(separator: "\n")
    }

    /// The rows as comma-separated values, with heads.
    var csv: String {
        var table = ReportTable(title: "", header: Self.header)
        for row in rows { table.append(values(of: row).map { .init($0) }) }
        return table.csv
    }

    private func values(of row: PerplexityRow) -> [String] {
        func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
        let estimate = row.estimate
        return [
            measured.name, stack, "\(row.length)", text(estimate?.perplexity), text(estimate?.interval?.lowerBound),
            text(estimate?.interval?.upperBound), estimate?.method?.rawValue ?? "", estimate?.unit.rawValue ?? "",
            text(estimate?.meanLoss), "\(estimate?.windows ?? 0)", "\(estimate?.documents ?? 0)",
            "\(estimate?.tokens ?? 0)", text(row.rates?.word), text(row.rates?.byte), text(row.rates?.bitsPerByte),
            text(row.seconds), "\(row.peakBytes)",
        ]
    }
}
