import COpenBLAS

/// A matrix inside a tensor, perhaps read with rows and columns exchanged.
struct Matrix: Sendable {
    let tensor: Tensor
    /// Numbers of rows and columns after the exchange.
    let rows, columns: Int
    let isTransposed: Bool

    /// A tensor of rows · columns elements seen as a matrix.
    init(_ tensor: Tensor, rows: Int, columns: Int) {
        self.init(tensor: tensor, rows: rows, columns: columns, isTransposed: false)
    }

    private init(tensor: Tensor, rows: Int, columns: Int, isTransposed: Bool) {
        self.tensor = tensor
        self.rows = rows
        self.columns = columns
        self.isTransposed = isTransposed
    }

    var transposed: Matrix {
        Matrix(tensor: tensor, rows: columns, columns: rows, isTransposed: !isTransposed)
    }

    /// Distance in memory from one stored row to the next.
    var stride: Int { max(1, isTransposed ? rows : columns) }

    var order: CBLAS_TRANSPOSE { isTransposed ? CblasTrans : CblasNoTrans }

    /// Where the part that begins at a row and a column is stored.
    func address(row: Int, column: Int) -> UnsafePointer<Float> {
        tensor.start + (isTransposed ? column * stride + row : row * stride + column)
    }
}
