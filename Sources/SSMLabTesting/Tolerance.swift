/// How far two results may be apart, and why they may be at all.
///
/// The error of a tensor is max|a - b| / max|b|.
public struct Tolerance: Sendable, Hashable {
    /// The greatest error.
    public let bound: Double
    /// Why the results are not equal to the bit.
    public let reason: String

    /// A tolerance.
    public init(_ bound: Double, because reason: String) {
        self.bound = bound
        self.reason = reason
    }

    /// 1e-5: the same sums in another order, as when a sequence is cut into chunks or packed with others.
    public static let summationOrder = Tolerance(1e-5, because: "sums are taken in another order")
    /// 2e-5: another program, or float64 rounded to float32.
    public static let otherProgram = Tolerance(2e-5, because: "another program rounds elsewhere")
    /// 2e-2: float32 differences of a loss against its gradient.
    public static let finiteDifference = Tolerance(2e-2, because: "a difference of float32 losses has few digits")
}
