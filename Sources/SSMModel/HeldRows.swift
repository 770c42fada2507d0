/// What a pass has to hold of all rows of its prompts at once, beyond the chunk that is in work.
///
/// A model alone holds none: it reads a prompt chunk by chunk. A hook that chooses among all rows makes the runtime
/// keep the residual stream between two stages of a pass; a strategy that looks at a prompt before it is read may hold
/// rows of its own.
public struct HeldRows: Sendable, Hashable {
    /// Rows of the residual stream that the runtime keeps until the choice among them is made; strategies of a stack
    /// share them.
    public var residual: Int
    /// Floats that the strategy itself holds, such as the hidden rows of a survey pass; each strategy holds its own.
    public var elements: Int

    /// Nothing.
    public static let none = HeldRows()

    /// What is held; nothing that is not named.
    public init(residual: Int = 0, elements: Int = 0) {
        self.residual = residual
        self.elements = elements
    }

    /// What two strategies of a stack hold together.
    public func joined(with other: HeldRows) -> HeldRows {
        let (sum, overflows) = elements.addingReportingOverflow(other.elements)
        return HeldRows(residual: max(residual, other.residual), elements: overflows ? .max : sum)
    }
}
