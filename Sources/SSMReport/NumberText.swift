import Foundation
import SSMRecord

/// Numbers as a table shows them, the same in every locale.
package enum NumberText {
    /// A number with a fixed count of decimals.
    package static func fixed(_ value: Double, _ decimals: Int) -> String {
        let text = String(format: "%.\(decimals)f", locale: nil, value)
        return text.hasPrefix("-") && !text.contains { ("1"..."9").contains($0) } ? String(text.dropFirst()) : text
    }

    /// A number with about three digits: `0.0123`, `4.56`, `789`.
    package static func significant(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return "\(value)" }
        let decimals = 2 - Int(log10(abs(value)).rounded(.down))
        return fixed(value, min(6, max(0, decimals)))
    }

    /// A number with no more digits than it has: `128`, `0.25`.
    static func short(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? fixed(value, 0) : "\(value)"
    }

    /// A share: `0.93`.
    static func share(_ value: Double) -> String { fixed(value, 2) }

    /// A share with its interval: `0.93 [0.88, 0.97]`.
    static func estimate(_ estimate: Estimate) -> String {
        "\(share(estimate.value)) [\(share(estimate.low)), \(share(estimate.high))]"
    }

    /// A difference with its sign, which a small one keeps: `+0.12`, `-0.00`.
    static func difference(_ value: Double) -> String { (value < 0 ? "-" : "+") + fixed(abs(value), 2) }

    /// So many things: `1 figure`, `3 figures`.
    package static func counted(_ value: Int, _ thing: String) -> String { "\(value) \(thing)\(value == 1 ? "" : "s")" }

    /// A count: `980`, `12.3k`, `4.5M`.
    static func count(_ value: Int) -> String {
        switch value {
        case ..<10_000: return String(value)
        case ..<1_000_000: return fixed(Double(value) / 1e3, 1) + "k"
        case ..<1_000_000_000: return fixed(Double(value) / 1e6, 1) + "M"
        default: return fixed(Double(value) / 1e9, 1) + "G"
        }
    }

    /// A size of memory: `12.5 MB`, in powers of 1,000.
    package static func bytes(_ value: Int) -> String {
        switch value {
        case ..<1_000_000: return fixed(Double(value) / 1e3, 1) + " kB"
        case ..<1_000_000_000: return fixed(Double(value) / 1e6, 1) + " MB"
        default: return fixed(Double(value) / 1e9, 2) + " GB"
        }
    }

    /// A time: `12 ms`, `1.8 s`, `4 min 05 s`, `2 h 10 min`.
    package static func duration(_ seconds: Double) -> String {
        guard seconds >= 1 else { return fixed(seconds * 1e3, 0) + " ms" }
        guard seconds >= 100 else { return fixed(seconds, 1) + " s" }
        let whole = Int(seconds.rounded())
        func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        if whole < 3600 { return "\(whole / 60) min \(padded(whole % 60)) s" }
        return "\(whole / 3600) h \(padded(whole % 3600 / 60)) min"
    }
}
