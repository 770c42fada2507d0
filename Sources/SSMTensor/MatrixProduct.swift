import COpenBLAS
import CSSMKernels

/// A sum of matrix products into a tensor: output (M, N) = Σ left (M, K) · right (K, N) + bias (N).
///
/// The work is cut into tiles by the shapes alone, each tile one call of a one-thread BLAS, so that the bits of the
/// result do not depend on the number of workers.
struct MatrixProduct: Sendable {
    struct Term: Sendable {
        let left, right: Matrix
    }

    let output: Tensor
    let rows, columns: Int
    let terms: [Term]
    let bias: Tensor?
    /// Whether the product is added to what the output holds.
    let isAccumulating: Bool

    private let plan: TilePlan
    /// Sums over blocks of the inner dimension, when it is cut.
    private let partials: Tensor?

    init(
        output: Tensor, rows: Int, columns: Int, terms: [Term], bias: Tensor? = nil, isAccumulating: Bool = false
    ) {
        self.output = output
        self.rows = rows
        self.columns = columns
        self.terms = terms
        self.bias = bias
        self.isAccumulating = isAccumulating
        let inner = terms.reduce(0) { $0 + $1.left.columns }
        var plan = TilePlan(rows: rows, columns: columns, inner: inner)
        if terms.count != 1 || bias != nil { plan.inner = max(inner, 1) }
        self.plan = plan
        let blocks = (inner + plan.inner - 1) / plan.inner
        partials = blocks > 1 ? Tensor(uninitialized: [blocks, rows, columns], on: output.device) : nil
    }

    /// The product of two matrices in a new tensor.
    static func multiply(_ left: Matrix, _ right: Matrix, shape: [Int], bias: Tensor? = nil) -> Tensor {
        let device = left.tensor.device
        let product = MatrixProduct(
            output: Tensor(uninitialized: shape, on: device), rows: left.rows, columns: right.columns,
            terms: [Term(left: left, right: right)], bias: bias)
        run([product], on: device)
        return product.output
    }

    /// Computes products that do not depend on each other.
    static func run(_ products: [MatrixProduct], on device: Device) {
        let tasks = products.flatMap { $0.tasks() }
        if products.allSatisfy(\.isSmall) {
            for task in tasks { task() }
        } else {
            device.parallel(tasks.count) { tasks[$0]() }
        }
        for product in products { product.addPartials() }
    }

    private typealias Task = @Sendable () -> Void

    /// Whether the product of few rows is bound by reading the right matrix, stored by its columns.
    private var isFewRows: Bool {
        guard rows <= MatrixProduct.fewRows, terms.count == 1, !isAccumulating else { return false }
        return !terms[0].left.isTransposed && terms[0].right.isTransposed
    }

    private var isSmall: Bool {
        let inner = terms.reduce(0) { $0 + $1.left.columns }
        return isFewRows
            ? inner * columns < MatrixProduct.smallWeight
            : 2 * rows * columns * inner < TilePlan.inlineOperations
    }

    /// Up to here the kernel for few rows beats BLAS, which packs the whole weight first.
    private static let fewRows = 16
    /// Rows that the kernel takes at once with all its sums in registers.
    private static let rowsAtOnce = 4
    /// Elements of a weight that one worker reads faster than two can agree on.
    private static let smallWeight = 1 << 16
    /// Elements of a weight that a worker reads in one go: the memory's read-ahead starts anew with every task. The bits
    /// of an output do not depend on the task that it is in.
    private static let streamedWeight = 1 << 18

    private func tasks() -> [Task] {
        guard rows > 0, columns > 0 else { return [] }
        if isFewRows { return fewRowTasks() }
        if let partials { return innerTasks(partials) }
        var tasks: [Task] = []
        for row in stride(from: 0, to: rows, by: plan.rows) {
            for column in stride(from: 0, to: columns, by: plan.columns) {
                tasks.append { computeTile(row: row, column: column) }
            }
        }
        return tasks
    }

    private func computeTile(row: Int, column: Int) {
        let height = min(plan.rows, rows - row)
        let width = min(plan.columns, columns - column)
        let corner = output.target + row * columns + column
        var isStarted = isAccumulating
        if let bias {
            for line in 0..<height {
                (corner + line * columns).update(from: bias.start + column, count: width)
            }
            isStarted = true
        }
        for term in terms where term.left.columns > 0 {
            MatrixProduct.multiply(
                term, row: row, column: column, inner: 0..<term.left.columns, height: height, width: width,
                isAdding: isStarted, into: corner, stride: columns)
            isStarted = true
        }
        if !isStarted {
            for line in 0..<height {
                ssm_fill(output.device.path.kernel, Int64(width), 0, corner + line * columns)
            }
        }
    }

    /// One product for each block of the inner dimension.
    private func innerTasks(_ partials: Tensor) -> [Task] {
        let inner = terms[0].left.columns
        return (0..<partials.rows).map { block in
            {
                let range = (block * plan.inner)..<min((block + 1) * plan.inner, inner)
                MatrixProduct.multiply(
                    terms[0], row: 0, column: 0, inner: range, height: rows, width: columns, isAdding: false,
                    into: partials.target + block * rows * columns, stride: columns)
            }
        }
    }

    /// Adds the partial sums of the inner blocks in order.
    private func addPartials() {
        guard let partials else { return }
        let count = rows * columns
        let path = output.device.path.kernel
        if !isAccumulating { output.target.update(from: partials.start, count: count) }
        for block in (isAccumulating ? 0 : 1)..<partials.rows {
            ssm_axpy(path, Int64(count), 1, partials.start + block * count, output.target)
        }
    }

    /// Ranges of the output's columns for products of few rows; each range of the weight is read from memory once.
    private func fewRowTasks() -> [Task] {
        let term = terms[0]
        let inner = term.left.columns
        let share = columns * inner / (4 * output.device.workers)
        // More rows than the kernel takes at once read the range again, from the cache.
        let limit = rows > MatrixProduct.rowsAtOnce ? MatrixProduct.smallWeight : MatrixProduct.streamedWeight
        let elements = min(max(share, MatrixProduct.smallWeight / 4), limit)
        let block = max(16, elements / max(inner, 1) / 16 * 16)
        return stride(from: 0, to: columns, by: block).map { first in
            {
                let last = min(first + block, columns)
                let path = output.device.path.kernel
                for row in stride(from: 0, to: rows, by: MatrixProduct.rowsAtOnce) {
                    ssm_few_rows(
                        path, Int64(min(MatrixProduct.rowsAtOnce, rows - row)), Int64(inner), Int64(columns),
                        term.left.tensor.start + row * inner, term.right.tensor.start,
                        output.target + row * columns, Int64(first), Int64(last))
                }
                guard let bias else { return }
                for row in 0..<rows {
                    let line = output.target + row * columns + first
                    ssm_add(path, Int64(last - first), line, bias.start + first, line)
                }
            }
        }
    }

    /// One BLAS call: a tile of the output from a range of the inner dimension.
    private static func multiply(
        _ term: Term, row: Int, column: Int, inner: Range<Int>, height: Int, width: Int, isAdding: Bool,
        into corner: UnsafeMutablePointer<Float>, stride: Int
    ) {
        cblas_sgemm(
            CblasRowMajor, term.left.order, term.right.order, blasint(height), blasint(width),
            blasint(inner.count), 1, term.left.address(row: row, column: inner.lowerBound),
            blasint(term.left.stride), term.right.address(row: inner.lowerBound, column: column),
            blasint(term.right.stride), isAdding ? 1 : 0, corner, blasint(stride))
    }
}
