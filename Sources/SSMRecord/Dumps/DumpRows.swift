package import SSMTensor

/// Rows of one site and layer on their way into a file.
package struct DumpRows: Sendable {
    /// What stands in the dataset.
    package enum Values: Sendable {
        /// Numbers: (T, …).
        case numbers(Tensor)
        /// The original positions of the rows themselves.
        case positions
    }

    /// The site: the group of the file.
    package let site: String
    /// The layer: the dataset in it.
    package let layer: Int
    /// The values.
    package let values: Values
    /// The names of the axes behind that of the rows.
    package let axes: [String]
    /// Original position of each row: (T).
    package let positions: [Int32]
    /// Token of each row, negative where a strategy made the row up: (T).
    package let tokens: [TokenID]

    /// Rows of a site and layer.
    package init(
        site: String, layer: Int, values: Values, axes: [String] = [], positions: [Int32], tokens: [TokenID]
    ) {
        self.site = site
        self.layer = layer
        self.values = values
        self.axes = axes
        self.positions = positions
        self.tokens = tokens
    }

    /// Lengths of the axes behind that of the rows.
    var shape: [Int] {
        switch values {
        case .numbers(let numbers): Array(numbers.shape.dropFirst())
        case .positions: []
        }
    }

    /// Bytes that are held until the rows are written.
    var bytes: Int {
        switch values {
        case .numbers(let numbers): numbers.count * MemoryLayout<Float>.size
        case .positions: positions.count * MemoryLayout<Int32>.size
        }
    }
}
