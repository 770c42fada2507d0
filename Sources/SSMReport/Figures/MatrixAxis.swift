/// An axis of a matrix: what the index of a row or column stands for.
package struct MatrixAxis: Sendable, Hashable {
    /// What the numbers are.
    package var label: String
    /// What index 0 stands for.
    package var first: Double
    /// What lies between two neighbours.
    package var step: Double

    /// An axis; by default the index itself.
    package init(_ label: String, first: Double = 0, step: Double = 1) {
        self.label = label
        self.first = first
        self.step = step
    }

    /// The axis when `count` neighbours at a time become one, which stands for their middle.
    func coarser(by count: Int) -> MatrixAxis {
        MatrixAxis(label, first: first + step * Double(count - 1) / 2, step: step * Double(count))
    }
}
