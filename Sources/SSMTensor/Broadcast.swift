/// How the right operand of an elementwise operation is repeated over the left one.
enum Broadcast {
    /// Equal shapes.
    case none
    /// (D) over the rows of (..., D).
    case row
    /// (T, 1) over the columns of (T, D).
    case column

    init(of right: Tensor, over left: Tensor, operation: String) {
        if left.shape == right.shape {
            self = .none
        } else if left.rank >= 2, right.rank == 1, right.shape[0] == left.columns {
            self = .row
        } else if left.rank >= 2, right.shape == Array(left.shape.dropLast()) + [1] {
            self = .column
        } else {
            preconditionFailure("\(operation): \(left.shape) and \(right.shape) differ")
        }
    }
}
