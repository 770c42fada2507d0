import ArgumentParser
import SSMAnalysis

/// Which average over the channels a figure shows; files hold all of them.
enum MapAverage: String, CaseIterable, ExpressibleByArgument, Sendable, Hashable {
    /// The mean of the absolute values.
    case absolute
    /// The absolute value of the mean: what cancels between channels is not seen.
    case signed
    /// The mean of the absolute values, each row divided by its sum.
    case rowNormalized = "row-normalised"

    /// The average of a layer's maps.
    func map(of averages: AttentionAverages) -> AttentionMap {
        switch self {
        case .absolute: averages.absolute
        case .signed: averages.signed
        case .rowNormalized: averages.rowNormalized
        }
    }

    /// What the numbers of a figure are, of one channel alone or of the mean over several.
    func label(ofOneChannel isOne: Bool) -> String {
        switch (self, isOne) {
        case (.absolute, true), (.signed, true): "|α|"
        case (.rowNormalized, true): "|α|, rows divided by their sums"
        case (.absolute, false): "mean of |α|"
        case (.signed, false): "|mean of α|"
        case (.rowNormalized, false): "mean of |α|, rows divided by their sums"
        }
    }
}
