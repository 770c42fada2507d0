import SSMModel
import SSMTensor

/// Drops the rows whose steps say that they hardly change the state.
struct DecimationHook: ScanHook {
    let schedule: DecimationSchedule
    let score: DecimationScore
    let slowLanes: Double

    var layers: LayerSelection { .some(schedule.layers) }
    var selectsRows: Bool { true }
    var surveys: Bool { score == .slow }

    func survey(_ scan: ScanInputs, at layer: Int) -> Tensor? {
        score.sums(of: scan)
    }

    func importance(of scan: ScanInputs, at layer: Int, survey: Tensor?) -> Tensor? {
        score.importance(of: scan, at: layer, sums: survey, slowLanes: slowLanes).detached
    }

    func select(
        from importance: [Float], at layer: Int, in layout: SequenceLayout, protected: RowSet
    ) -> RowSelection {
        RowSelection(
            keeping: (0..<layout.count).map { sequence in
                let rows = layout.range(of: sequence)
                let droppable = rows.filter { !protected.contains($0) }
                let count = schedule.count(at: layer, of: droppable.count)
                guard count < droppable.count else { return Array(rows) }
                let kept = Set(choose(count, of: droppable, by: importance))
                return rows.filter { protected.contains($0) || kept.contains($0) }
            })
    }

    /// The rows of one sequence that stay, in any order.
    private func choose(_ count: Int, of rows: [Int], by importance: [Float]) -> ArraySlice<Int> {
        switch score {
        case .last: return rows.suffix(count)
        case .stride: return (0..<count).map { rows[$0 * rows.count / count] }[...]
        case .l2, .mean, .max, .slow, .random, .oracle:
            // Ties go to the earlier row, so that the choice does not depend on how sorting works.
            return rows.sorted { importance[$0] == importance[$1] ? $0 < $1 : importance[$0] > importance[$1] }
                .prefix(count)
        }
    }
}
