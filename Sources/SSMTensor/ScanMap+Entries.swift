import CSSMKernels

extension ScanMap {
    /// What is added up where entries of several lanes, or of several rows, come together.
    package enum Sum: Sendable, Hashable, CaseIterable {
        /// The entries.
        case signed
        /// Their absolute values.
        case absolute
    }

    /// Rows that share work, and columns whose entries stay in a core's cache.
    private static let rowsAtOnce = 32
    private static let columnsAtOnce = 496

    /// Entries of one lane: (rows, columns).
    ///
    /// - Precondition: the rows do not decrease; rows and columns are of the map.
    /// - Complexity: O(rows · columns · N), with an exponential for every entry only near the diagonal.
    package func entries(rows: [Int], columns: Range<Int>, lane: Int) -> Tensor {
        check(rows: rows, columns: columns, lanes: lane..<(lane + 1))
        let result = Tensor(uninitialized: [rows.count, columns.count], on: device)
        let parts = groups(of: rows)
        device.parallel(parts.count) { [self] part in
            write(rows[parts[part]], columns, lane, to: result.target + parts[part].lowerBound * columns.count)
        }
        return result
    }

    /// Entries of every lane: (S, rows, columns).
    ///
    /// - Precondition: as `entries`.
    package func entriesOfAllLanes(rows: [Int], columns: Range<Int>) -> Tensor {
        check(rows: rows, columns: columns, lanes: 0..<lanes)
        let result = Tensor(uninitialized: [lanes, rows.count, columns.count], on: device)
        device.parallel(lanes) { [self] lane in
            write(rows, columns, lane, to: result.target + lane * rows.count * columns.count)
        }
        return result
    }

    /// Sums over the lanes: (rows, columns) for each kind of sum.
    ///
    /// - Precondition: as `entries`.
    /// - Complexity: O(S · rows · columns · N) time; memory of the results.
    package func laneSums(rows: [Int], columns: Range<Int>, of kinds: [Sum] = Sum.allCases) -> [Tensor] {
        check(rows: rows, columns: columns, lanes: 0..<lanes)
        let results = kinds.map { _ in Tensor.zeros([rows.count, columns.count], on: device) }
        let parts = groups(of: rows)
        device.parallel(parts.count) { [self] part in
            for lane in 0..<lanes {
                forEachTile(of: Array(rows[parts[part]]), columns, lane) { tile, strip, row, offset in
                    for (kind, result) in zip(kinds, results) {
                        let place = (parts[part].lowerBound + row) * columns.count + offset
                        add(kind, Int64(strip), tile, to: result.target + place)
                    }
                }
            }
        }
        return results
    }

    /// Sums over lanes and over the rows of each group: (groups, columns) for each kind of sum.
    ///
    /// - Precondition: as `entries`; the groups follow one another.
    /// - Complexity: O(S · rows · columns · N) time; memory of the results.
    package func groupSums(of groups: [Range<Int>], columns: Range<Int>, kinds: [Sum] = Sum.allCases) -> [Tensor] {
        check(rows: groups.flatMap(Array.init), columns: columns, lanes: 0..<lanes)
        let results = kinds.map { _ in Tensor.zeros([groups.count, columns.count], on: device) }
        device.parallel(groups.count) { [self] group in
            for lane in 0..<lanes {
                for start in stride(from: groups[group].lowerBound, to: groups[group].upperBound, by: Self.rowsAtOnce) {
                    let rows = Array(start..<min(start + Self.rowsAtOnce, groups[group].upperBound))
                    forEachTile(of: rows, columns, lane) { tile, strip, _, offset in
                        for (kind, result) in zip(kinds, results) {
                            add(kind, Int64(strip), tile, to: result.target + group * columns.count + offset)
                        }
                    }
                }
            }
        }
        return results
    }

    private func add(
        _ kind: Sum, _ count: Int64, _ values: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>
    ) {
        switch kind {
        case .signed: ssm_axpy(device.path.kernel, count, 1, values, target)
        case .absolute: ssm_add_absolute(device.path.kernel, count, values, target)
        }
    }

    /// Hands out the entries of a few rows of a lane, strip by strip and row by row; strips behind the last row, whose
    /// entries are 0, are left out.
    ///
    /// - Parameter body: is given entries, their number, the index of the row and the first column's offset.
    private func forEachTile(
        of rows: [Int], _ columns: Range<Int>, _ lane: Int,
        _ body: (UnsafePointer<Float>, Int, Int, Int) -> Void
    ) {
        guard let last = rows.last else { return }
        let end = min(columns.upperBound, last + 1)
        let tile = Storage(count: rows.count * Self.columnsAtOnce, on: device)
        withExtendedLifetime(tile) {
            for start in stride(from: columns.lowerBound, to: end, by: Self.columnsAtOnce) {
                let strip = start..<min(start + Self.columnsAtOnce, end)
                write(rows[...], strip, lane, to: tile.base)
                for row in rows.indices {
                    body(tile.base + row * strip.count, strip.count, row, start - columns.lowerBound)
                }
            }
        }
    }

    /// Writes entries of one lane: (rows, columns).
    private func write(
        _ rows: some Collection<Int>, _ columns: Range<Int>, _ lane: Int, to target: UnsafeMutablePointer<Float>
    ) {
        let rows = rows.map { Int64($0) }
        guard let gate, let spread else { return writeScan(rows, columns, lane, to: target) }
        let wide = columns.lowerBound..<(columns.upperBound + taps - 1)
        let scan = Storage(count: rows.count * wide.count, on: device)
        let scales = gate.withSpan { gate in rows.map { gate[lane * self.rows + Int($0)] } }
        withExtendedLifetime(scan) {
            writeScan(rows, wide, lane, to: scan.base)
            scales.withUnsafeBufferPointer { scales in
                ssm_spread_columns(
                    device.path.kernel, Int64(rows.count), Int64(columns.count), Int64(taps), Int64(self.rows),
                    scan.base, spread.start + lane * taps * self.rows + columns.lowerBound, scales.baseAddress, target)
            }
        }
    }

    private func writeScan(
        _ rows: [Int64], _ columns: Range<Int>, _ lane: Int, to target: UnsafeMutablePointer<Float>
    ) {
        sums.withUnsafeBufferPointer { sums in
            rows.withUnsafeBufferPointer { rows in
                guard let first = sums.baseAddress else { return }
                var map = ssm_scan_map(
                    rows: Int64(padded), state: Int64(states), sums: first + lane * padded,
                    steps: steps.start + lane * padded, a: a.start + lane * states, b: b.start, c: c.start)
                ssm_scan_map_rows(
                    device.path.kernel, &map, Int64(rows.count), rows.baseAddress, Int64(columns.lowerBound),
                    Int64(columns.upperBound), target)
            }
        }
    }

    private func groups(of rows: [Int]) -> [Range<Int>] {
        stride(from: 0, to: rows.count, by: Self.rowsAtOnce).map { $0..<min($0 + Self.rowsAtOnce, rows.count) }
    }

    private func check(rows: [Int], columns: Range<Int>, lanes: Range<Int>) {
        precondition(
            zip(rows, rows.dropFirst()).allSatisfy { $0 <= $1 } && rows.allSatisfy { (0..<self.rows).contains($0) }
                && columns.lowerBound >= 0 && columns.upperBound <= self.rows && lanes.upperBound <= self.lanes
                && lanes.lowerBound >= 0,
            "ScanMap: rows \(rows.first ?? 0)...\(rows.last ?? 0), columns \(columns) and lanes \(lanes) of a map of "
                + "\(self.rows) rows and \(self.lanes) lanes")
    }
}
