/// A symmetric positive definite matrix, ready to solve equations with: its Cholesky factor, in double precision.
package struct SymmetricSystem {
    /// The number of rows.
    package let size: Int
    /// L of L·Lᵀ, row by row, zero above the diagonal: (n, n).
    private let factor: [Double]

    /// The factor of a matrix; nil unless it is positive definite.
    ///
    /// - Shapes: `matrix` (n, n), row by row; only the part on and below the diagonal is read.
    /// - Complexity: O(n³).
    package init?(_ matrix: [Double], size: Int) {
        precondition(matrix.count == size * size, "SymmetricSystem: \(matrix.count) numbers for \(size) rows")
        var factor = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for column in 0...row {
                var sum = matrix[row * size + column]
                for index in 0..<column { sum -= factor[row * size + index] * factor[column * size + index] }
                guard row == column else {
                    factor[row * size + column] = sum / factor[column * size + column]
                    continue
                }
                guard sum > 0, sum.isFinite else { return nil }
                factor[row * size + row] = sum.squareRoot()
            }
        }
        self.size = size
        self.factor = factor
    }

    /// The inverse of the matrix, row by row: (n, n).
    ///
    /// - Complexity: O(n³).
    package var inverse: [Double] {
        // Row `column` holds column `column` of L⁻¹, so that all loops run along rows.
        var lower = [Double](repeating: 0, count: size * size)
        for column in 0..<size {
            lower[column * size + column] = 1 / factor[column * size + column]
            for row in column + 1..<max(size, column + 1) {
                var sum = 0.0
                for index in column..<row { sum -= factor[row * size + index] * lower[column * size + index] }
                lower[column * size + row] = sum / factor[row * size + row]
            }
        }
        var inverse = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for column in 0...row {
                var sum = 0.0
                for index in row..<size { sum += lower[row * size + index] * lower[column * size + index] }
                inverse[row * size + column] = sum
                inverse[column * size + row] = sum
            }
        }
        return inverse
    }
}
