import SSMTensor

/// A scan laid out on the rows that its convolution read, rows that were dropped behind the convolution included.
///
/// A dropped row has the step 0: it writes nothing, and no state decays over it, so that the maps of the rows that were
/// kept are what they are without it.
struct ConvolutionFrame {
    /// Original position of each row that the convolution read: (T₀).
    let positions: [Int32]
    /// The row among them that each row of the scan is: (T).
    let places: [Int]
    /// What stands around the scan.
    let surroundings: RecordedScan.Surroundings

    private let scan: RecordedScan

    /// The frame of a scan.
    ///
    /// - Throws: `MapError.scanOnly`; `rowsDoNotFollow` when a row of the scan is not among those of the convolution.
    init(of scan: RecordedScan) throws(MapError) {
        guard let surroundings = scan.surroundings else { throw .scanOnly(layer: scan.layer) }
        self.scan = scan
        self.surroundings = surroundings
        positions = surroundings.inputPositions
        guard let places = positions.places(of: scan.positions) else { throw .rowsDoNotFollow(layer: scan.layer) }
        self.places = places
    }

    /// The map from what the convolution reads to what the gate lets through.
    ///
    /// - Parameter weighted: whether each column is multiplied by the input, so that entries are contributions.
    func map(weighted: Bool = false) -> ScanMap {
        let convolved = Tensor.causalConvolution(
            surroundings.input, weight: surroundings.weight, bias: surroundings.bias,
            layout: SequenceLayout(lengths: [positions.count]), silu: false
        ).output
        return ScanMap(
            steps: spread(scan.steps), a: scan.a, b: spread(scan.b), c: spread(scan.c),
            frame: ScanMap.Frame(
                gate: spread(surroundings.gate.silu()), slopes: convolved.sigmoid(), weight: surroundings.weight,
                inputs: weighted ? surroundings.input : nil))
    }

    /// Rows of the scan at their places among those of the convolution, zeros elsewhere.
    private func spread(_ rows: Tensor) -> Tensor {
        guard places.count < positions.count else { return rows }
        let width = rows.columns
        return rows.withSpan { values in
            var result = Array(repeating: Float(0), count: positions.count * width)
            for (row, place) in places.enumerated() {
                for column in 0..<width { result[place * width + column] = values[row * width + column] }
            }
            return Tensor(result, shape: [positions.count, width], on: rows.device)
        }
    }
}

extension [Int32] {
    /// The place of each of these positions in this list, both not decreasing; nil when one is missing.
    func places(of positions: [Int32]) -> [Int]? {
        if positions == self { return [Int](indices) }
        var places: [Int] = []
        places.reserveCapacity(positions.count)
        var next = 0
        for position in positions {
            while next < count, self[next] != position { next += 1 }
            guard next < count else { return nil }
            places.append(next)
            next += 1
        }
        return places
    }
}
