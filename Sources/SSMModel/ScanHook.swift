public import SSMTensor

/// Rewrites what enters the scan of some layers.
///
/// The runtime first lets a hook that `selectsRows` choose the rows that stay, which takes a pass over the whole
/// stream, then hands every chunk to `rewrite`. Several hooks run in order, outer strategies first; each sees what the
/// ones before it left.
public protocol ScanHook: Sendable {
    /// The layers that the hook acts on.
    var layers: LayerSelection { get }

    /// Whether the hook drops rows: only then are `importance` and `select` called.
    var selectsRows: Bool { get }

    /// Whether `importance` needs to know the whole sequence: only then is `survey` called, in a pass of its own.
    var surveys: Bool { get }

    /// Sums over the rows of each sequence that `importance` needs to know beforehand.
    ///
    /// - Returns: one row a sequence of the chunk; the runtime adds up the chunks. Nil: nothing is needed.
    func survey(_ scan: ScanInputs, at layer: Int) -> Tensor?

    /// The importance of each row of a chunk: (T). The result carries no gradient.
    ///
    /// - Parameter survey: the sums of the whole sequences, one row a sequence of this chunk, if `survey` gave any.
    /// - Returns: nil to keep every row.
    func importance(of scan: ScanInputs, at layer: Int, survey: Tensor?) -> Tensor?

    /// Chooses the rows that stay from the importance of all of them: (T) over whole sequences.
    ///
    /// Protected rows must stay, and the order must not change.
    func select(
        from importance: [Float], at layer: Int, in layout: SequenceLayout, protected: RowSet
    ) -> RowSelection

    /// Changes the scan inputs of a chunk.
    func rewrite(_ scan: inout ScanInputs, at layer: Int) throws
}

extension ScanHook {
    public var selectsRows: Bool { false }
    public var surveys: Bool { false }
    public func survey(_ scan: ScanInputs, at layer: Int) -> Tensor? { nil }
    public func importance(of scan: ScanInputs, at layer: Int, survey: Tensor?) -> Tensor? { nil }
    public func select(
        from importance: [Float], at layer: Int, in layout: SequenceLayout, protected: RowSet
    ) -> RowSelection {
        RowSelection(keepingAllOf: layout)
    }
    public func rewrite(_ scan: inout ScanInputs, at layer: Int) throws {}
}
