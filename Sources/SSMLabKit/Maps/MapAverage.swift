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

    /// What the numbers of a figure are.
    var label: String {
        switch self {
        case .absolute: "mean of |α|"
        case .signed: "|mean of α|"
        case .rowNormalized: "mean of |α|, rows divided by their sums"
        }
    }
}
