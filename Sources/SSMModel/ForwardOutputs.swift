/// What a forward pass should return.
public struct ForwardOutputs: Sendable {
    /// Rows of which something is wanted.
    public enum Rows: Sendable {
        /// These rows; they are protected.
        case at(RowNames)
        /// Every row that survives.
        case surviving
    }

    /// Whether the state after the last row is wanted.
    public var state: Bool
    /// Rows after the final norm.
    public var hidden: Rows?
    /// Logits of rows.
    public var logits: Rows?
    /// The loss over targets.
    public var loss: LossTargets?

    /// Nothing but what is named.
    public init(state: Bool = false, hidden: Rows? = nil, logits: Rows? = nil, loss: LossTargets? = nil) {
        self.state = state
        self.hidden = hidden
        self.logits = logits
        self.loss = loss
    }

    /// The rows that the outputs name.
    var named: RowNames {
        var names = RowNames.none
        if case .at(let rows) = hidden { names = names.union(rows) }
        if case .at(let rows) = logits { names = names.union(rows) }
        if let loss { names = names.union(loss.requiredRows) }
        return names
    }
}
