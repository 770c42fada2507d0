/// How a matrix product is cut into independent parts; a function of the shape alone.
struct TilePlan: Equatable {
    /// Rows of a tile.
    var rows: Int
    /// Columns of a tile.
    var columns: Int
    /// Length of a block of the inner dimension; blocks are summed in order when there are several.
    var inner: Int

    /// The plan for (rows, inner) · (inner, columns).
    init(rows: Int, columns: Int, inner: Int) {
        self.rows = max(rows, 1)
        self.columns = max(columns, 1)
        self.inner = max(inner, 1)
        let operations = 2 * rows * columns * inner
        guard operations >= TilePlan.inlineOperations else { return }
        if rows <= TilePlan.smallSide, columns <= TilePlan.smallSide, inner >= 2 * TilePlan.innerBlock {
            self.inner = TilePlan.innerBlock
            return
        }
        let wanted = min(max(operations / TilePlan.tileOperations, 2), TilePlan.mostTiles)
        var (down, across) = (1, 1)
        while down * across < wanted || max(self.rows, self.columns) > TilePlan.largestSide {
            // The longer side is cut, because a square tile reads least for its arithmetic.
            if self.rows >= self.columns {
                down += 1
                self.rows = TilePlan.side(of: rows, parts: down)
            } else {
                across += 1
                self.columns = TilePlan.side(of: columns, parts: across)
            }
            if max(self.rows, self.columns) <= TilePlan.smallestSide { return }
        }
    }

    /// Below this a product is computed by the calling thread.
    static let inlineOperations = 1_000_000
    private static let tileOperations = 16_000_000
    private static let mostTiles = 8
    private static let largestSide = 2048
    private static let smallestSide = 32
    private static let smallSide = 96
    private static let innerBlock = 2048

    /// The length of a side in `parts` parts, a multiple of the 16 lanes of a vector.
    private static func side(of length: Int, parts: Int) -> Int {
        ((length + parts - 1) / parts + 15) / 16 * 16
    }
}
