import SSMTensor

/// The hidden attention of a layer: its scan, and what stands around it, as maps from input rows to output rows.
///
/// In the raw form a channel's map is that of the scan alone; the skip connection, which would add to the diagonal, is
/// left out. The extended form acts on what enters the convolution and contains convolution, SiLU and gate; the skip
/// connection and the bias of the convolution are left out.
///
/// - Source: Ali, Zimerman and Wolf (2024), equation 10; Zimerman, Ali and Wolf, Explaining Modern Gated-Linear RNNs via
///   a Unified Implicit Attention Formulation (2024). SiLU is taken as a factor, which depends on its input.
package struct HiddenAttention: Sendable {
    /// What a map contains.
    package enum Form: Sendable, Hashable {
        /// The scan.
        case raw
        /// The scan, the convolution and its SiLU before it, the gate behind it.
        case extended
    }

    /// The most rows of an exact map.
    package static let exactLimit = 4096

    /// The scan.
    package let scan: RecordedScan
    /// What the maps contain.
    package let form: Form

    let map: ScanMap
    /// The row of the map that each row of the scan is.
    let places: [Int]
    /// Original position of each column.
    package let columnPositions: [Int32]

    /// The hidden attention of the channels of a scan.
    ///
    /// - Throws: `MapError.scanOnly` when the extended form is asked for of a scan without surroundings.
    package init(of scan: RecordedScan, form: Form) throws(MapError) {
        self.scan = scan
        self.form = form
        switch form {
        case .raw:
            map = ScanMap(steps: scan.steps, a: scan.a, b: scan.b, c: scan.c)
            places = Array(0..<scan.rows)
            columnPositions = scan.positions
        case .extended:
            let frame = try ConvolutionFrame(of: scan)
            map = frame.map()
            places = frame.places
            columnPositions = frame.positions
        }
    }

    /// The exact map of one channel.
    ///
    /// - Throws: `MapError.tooLong` above `exactLimit` rows, `noSuchChannel`.
    package func map(ofChannel channel: Int) throws(MapError) -> AttentionMap {
        try checkLength()
        guard let lane = scan.channels.firstIndex(of: channel) else {
            throw .noSuchChannel(channel, layer: scan.layer, count: (scan.channels.last ?? -1) + 1)
        }
        let values = map.entries(rows: places, columns: 0..<columnPositions.count, lane: lane)
        return AttentionMap(values: values, rowPositions: scan.positions, columnPositions: columnPositions)
    }

    /// The exact maps of all channels of the scan, averaged.
    ///
    /// - Parameter progress: is told the share that is done.
    /// - Throws: `MapError.tooLong` above `exactLimit` rows.
    /// - Complexity: O(L² N) multiplications a channel; memory of the two results.
    package func averages(progress: (Double) throws -> Void = { _ in }) throws -> AttentionAverages {
        try checkLength()
        return try averages(ofRows: Array(places.indices), progress: progress)
    }

    /// Rows of the averaged maps at these positions, of a sequence of any length.
    ///
    /// - Throws: `MapError.noSuchPosition`.
    package func rows(
        at positions: [Int32], progress: (Double) throws -> Void = { _ in }
    ) throws -> AttentionAverages {
        let chosen = try positions.map { position in
            guard let row = scan.positions.lastIndex(of: position) else {
                throw MapError.noSuchPosition(Int(position), layer: scan.layer)
            }
            return row
        }
        return try averages(ofRows: chosen.sorted(), progress: progress)
    }

    /// Columns of the averaged maps at these positions, of a sequence of any length.
    ///
    /// - Throws: `MapError.noSuchPosition`.
    package func columns(at positions: [Int32]) throws(MapError) -> AttentionAverages {
        var parts: [[Tensor]] = []
        for position in positions {
            guard let column = columnPositions.lastIndex(of: position) else {
                throw .noSuchPosition(Int(position), layer: scan.layer)
            }
            parts.append(map.laneSums(rows: places, columns: column..<(column + 1)))
        }
        func joined(_ kind: Int) -> AttentionMap {
            let columns = parts.map { $0[kind].values }
            let values = places.indices.flatMap { row in columns.map { $0[row] / Float(map.lanes) } }
            return AttentionMap(
                values: Tensor(values, shape: [places.count, positions.count], on: scan.x.device),
                rowPositions: scan.positions, columnPositions: positions)
        }
        return AttentionAverages(signed: joined(0), absolute: joined(1))
    }

    /// Averages of some rows of the scan.
    private func averages(ofRows rows: [Int], progress: (Double) throws -> Void) throws -> AttentionAverages {
        let batch = 64 * scan.x.device.workers
        var parts: [[Tensor]] = []
        for start in stride(from: 0, to: rows.count, by: batch) {
            let part = rows[start..<min(start + batch, rows.count)].map { places[$0] }
            parts.append(map.laneSums(rows: part, columns: 0..<columnPositions.count))
            // Later rows have more entries: the work grows with the square.
            let done = Double(start + part.count) / Double(rows.count)
            try progress(done * done)
        }
        let width = columnPositions.count
        func joined(_ kind: Int) -> AttentionMap {
            let values =
                parts.isEmpty
                ? Tensor.zeros([0, width], on: scan.x.device)
                : Tensor.concatenating(parts.map { $0[kind] }) / Float(map.lanes)
            return AttentionMap(
                values: values, rowPositions: rows.map { scan.positions[$0] }, columnPositions: columnPositions)
        }
        return AttentionAverages(signed: joined(0), absolute: joined(1))
    }

    private func checkLength() throws(MapError) {
        let rows = max(places.count, columnPositions.count)
        guard rows <= Self.exactLimit else { throw .tooLong(rows: rows, limit: Self.exactLimit) }
    }
}
