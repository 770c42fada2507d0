package import SSMRecord

/// What the interval of a paired difference to the baseline says.
package enum DifferenceVerdict: String, Sendable, Hashable {
    /// All of it is above zero.
    case above
    /// All of it is below zero.
    case below

    /// The verdict of an interval; nil where it holds zero, and without one.
    package init?(_ difference: Estimate?) {
        guard let difference, difference.low > 0 || difference.high < 0 else { return nil }
        self = difference.low > 0 ? .above : .below
    }

    /// The sign of a table.
    var arrow: String { self == .above ? "\u{2191}" : "\u{2193}" }

    /// What the signs mean.
    static let explanation =
        "\u{2191} \u{2193}: the 95 % interval of the paired difference is above or below zero, one comparison at a time"
}
