import SSMModel
import SSMTensor

/// The memory rows of all sequences and the place of each.
struct Memory {
    let regions: [CompressedRegion]
    /// Rows that each sequence's memory rows are made of, in order.
    let chosen: [[Int]]
    /// The memory rows of all sequences, end to end: (memory rows, D).
    let values: Tensor
    /// What multiplies the raw steps of each: (memory rows); nil: nothing does.
    let stepFactors: Tensor?
    let placement: MemoryPlacement
    /// Token of the first memory row, below those of all rows that are there; each further one is one lower.
    let firstToken: TokenID

    init(
        regions: [CompressedRegion], chosen: [[Int]], values: Tensor, stepFactors: Tensor?, placement: MemoryPlacement,
        below tokens: [TokenID]
    ) {
        self.regions = regions
        self.chosen = chosen
        self.values = values
        self.stepFactors = stepFactors
        self.placement = placement
        firstToken = min(tokens.min() ?? 0, 0) - 1
    }

    /// The request with the memory rows in its stream.
    ///
    /// Where they replace the region, what a compressed row would predict is no longer asked for: only rows that are
    /// not required can be among them.
    func spliced(into request: ForwardRequest) -> ForwardRequest {
        var request = request
        request.outputs.loss = request.outputs.loss.map { withoutCompressed($0, request.stream) }
        var builder = StreamBuilder(request.stream)
        var made = 0
        for (index, region) in regions.enumerated() {
            let all = request.stream.layout.range(of: index)
            switch placement {
            case .replace: replace(region, chosen[index], of: request.stream, in: &builder, from: made)
            case .append: append(region, chosen[index], to: request.stream, in: &builder, from: made)
            }
            builder.copy(region.prompt.upperBound..<all.upperBound)
            builder.endSequence()
            made += chosen[index].count
        }
        request.stream = builder.stream
        return request
    }

    /// The prompt with the memory rows in place of the region; each takes the position of the row it is made of.
    private func replace(
        _ region: CompressedRegion, _ chosen: [Int], of stream: TokenStream, in builder: inout StreamBuilder,
        from made: Int
    ) {
        guard !chosen.isEmpty else { return builder.copy(region.prompt) }
        builder.copy(region.prompt.lowerBound..<region.rows.lowerBound)
        var next = 0
        for row in region.rows {
            if region.staying.contains(row) {
                builder.copy(row..<(row + 1))
            } else if next < chosen.count, chosen[next] == row {
                let answersForLast = next == chosen.count - 1 && isLastCompressed(of: region)
                let named = answersForLast ? region.prompt.upperBound - 1 : row
                add(made + next, position: stream.positions[named], to: &builder)
                next += 1
            }
        }
        builder.copy(region.rows.upperBound..<region.prompt.upperBound)
    }

    /// The prompt and behind it the memory rows; the last one answers for the prompt's last row.
    private func append(
        _ region: CompressedRegion, _ chosen: [Int], to stream: TokenStream, in builder: inout StreamBuilder,
        from made: Int
    ) {
        builder.copy(region.prompt)
        for place in chosen.indices {
            add(made + place, position: stream.positions[region.prompt.upperBound - 1], to: &builder)
        }
    }

    private func add(_ place: Int, position: Int32, to builder: inout StreamBuilder) {
        builder.add(values.rows(place..<(place + 1)), position: position, token: firstToken - TokenID(place))
    }

    private func isLastCompressed(of region: CompressedRegion) -> Bool {
        region.candidates.last == region.prompt.upperBound - 1
    }

    private func withoutCompressed(_ targets: LossTargets, _ stream: TokenStream) -> LossTargets {
        guard placement == .replace else { return targets }
        return LossTargets(
            zip(targets.sequences, regions).map { targets, region in
                guard region.count > 0 else { return targets }
                var compressed = Set(region.rows.filter { !region.staying.contains($0) }.map { stream.positions[$0] })
                if isLastCompressed(of: region) { compressed.remove(stream.positions[region.prompt.upperBound - 1]) }
                return targets.filter { !compressed.contains($0.position) }
            })
    }
}
