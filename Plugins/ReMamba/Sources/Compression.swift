import SSMContext
import SSMModel
import SSMTensor

/// The survey pass over the prompts and the memory rows that are made of it.
struct Compression {
    let configuration: ReMambaConfiguration
    let networks: MemoryNetworks
    let regions: [CompressedRegion]

    /// Rows whose keys are computed at once while the rows of a region are ranked.
    private static let blockRows = 512

    private var ranks: Bool { configuration.ranks }
    /// Whether the importance of the chosen rows is used.
    private var weighs: Bool { configuration.importance != .none }

    // MARK: The survey

    /// A pass over the prompts alone in which every row is protected and nobody observes.
    ///
    /// Its outputs are the final rows that the memory is made of and the last row of each prompt, as far as they are
    /// needed. What follows a prompt has no part in them, and needs no survey.
    func survey(of request: ForwardRequest) -> ForwardRequest {
        var builder = StreamBuilder(request.stream)
        for region in regions {
            builder.copy(region.prompt)
            builder.endSequence()
        }
        var survey = request
        survey.stream = builder.stream
        survey.sequences = zip(request.sequences, regions).map { sequence, region in
            var sequence = sequence
            sequence.totalLength = region.prompt.count
            return sequence
        }
        survey.outputs = ForwardOutputs(
            hidden: .at(RowNames(regions.map { surveyedRows(of: $0).map { request.stream.positions[$0] } })))
        survey.protected = .all
        survey.probes = .none
        return survey
    }

    /// Rows of one sequence whose final rows are needed, in order.
    private func surveyedRows(of region: CompressedRegion) -> [Int] {
        guard region.count > 0 else { return [] }
        let rows = ranks ? region.candidates : drawn(from: region)
        let last = region.prompt.upperBound - 1
        return (ranks || weighs) && rows.last != last ? rows + [last] : rows
    }

    // MARK: The choice

    /// The rows that are chosen without looking at them, in order.
    private func drawn(from region: CompressedRegion) -> [Int] {
        let candidates = region.candidates
        guard configuration.selection == .fixed else {
            var generator = region.key.folding("selection").generator
            return generator.distinct(region.count, below: candidates.count).sorted().map { candidates[$0] }
        }
        return (0..<region.count).map { place in
            let share = Double(place * candidates.count) / Double(region.count)
            return candidates[Int(share.rounded(.toNearestOrEven))]
        }
    }

    /// The rows of highest importance, in order; ties go to the earlier row.
    private func ranked(_ region: CompressedRegion, by cosines: [Float], _ positions: [Int32]) -> [Int] {
        let candidates = region.candidates
        let isFirst = candidates.map {
            configuration.selection == .oracle && region.evidence.contains(positions[$0])
        }
        let order = candidates.indices.sorted {
            if isFirst[$0] != isFirst[$1] { return isFirst[$0] }
            return cosines[$0] == cosines[$1] ? $0 < $1 : cosines[$0] > cosines[$1]
        }
        return order.prefix(region.count).sorted().map { candidates[$0] }
    }

    // MARK: The memory

    /// The memory rows of all sequences. The context's observers see the cosines that the rows are ranked by and the
    /// importance of those that are chosen.
    ///
    /// - Throws: `StrategyError.unsupported` when a strategy further in does not return the rows that were asked for.
    func memory(
        from result: ForwardResult, of request: ForwardRequest, in context: ForwardContext
    ) throws -> Memory {
        let surveyed = regions.map { surveyedRows(of: $0) }
        guard let hidden = result.hidden, hidden.layout.lengths == surveyed.map(\.count) else {
            throw StrategyError.unsupported(
                strategy: ReMamba.name.text,
                reason: "the survey pass did not return the rows that were asked for; a strategy further in lost them")
        }
        var chosen: [[Int]] = []
        var chosenFinal: [Tensor] = []
        var cosines: [Tensor] = []
        var ranking: [Float] = []
        for (index, region) in regions.enumerated() {
            let rows = surveyed[index]
            let first = hidden.layout.starts[index]
            let choice = choice(
                in: region, rows: rows, final: hidden, first: first, request.stream.positions, ranking: &ranking)
            chosen.append(choice)
            guard !choice.isEmpty else { continue }
            let places = Dictionary(uniqueKeysWithValues: zip(rows, first...))
            let final = hidden.values.gathered(rows: choice.compactMap { places[$0] })
            chosenFinal.append(final)
            if weighs {
                let last = first + rows.count - 1
                cosines.append(networks.cosines(of: final, to: hidden.values.rows(last..<(last + 1))))
            }
        }
        let importance = importance(by: cosines)
        try observe(ranking, importance, of: chosen, from: request.stream, in: context, on: hidden.values.device)
        let values = networks.values(of: .concatenating(chosenFinal))
        return Memory(
            regions: regions, chosen: chosen, values: weighted(values, by: importance),
            stepFactors: configuration.importance == .steps ? importance : nil, placement: configuration.placement,
            below: request.stream.tokens)
    }

    /// Shows the cosines of all rows that could be chosen, where they are ranked, and the importance of the chosen ones.
    private func observe(
        _ ranking: [Float], _ importance: Tensor?, of chosen: [[Int]], from stream: TokenStream,
        in context: ForwardContext, on device: Device
    ) throws {
        let layer = context.model.configuration.layers
        if ranks {
            let ranked = regions.map { $0.count > 0 ? $0.candidates : [] }
            try context.observe(
                "cosine", of: ranked, in: stream, at: layer,
                Tensor(ranking, shape: [ranking.count], on: device))
        }
        if let importance {
            try context.observe("importance", of: chosen, in: stream, at: layer, importance)
        }
    }

    /// The rows of a region that memory is made of; the cosines that they are ranked by are added to `ranking`.
    private func choice(
        in region: CompressedRegion, rows: [Int], final: NamedRows, first: Int, _ positions: [Int32],
        ranking: inout [Float]
    ) -> [Int] {
        guard region.count > 0 else { return [] }
        guard ranks else { return drawn(from: region) }
        let networks = networks.detached
        let values = final.values.detached
        let last = first + rows.count - 1
        let query = values.rows(last..<(last + 1))
        var cosines: [Float] = []
        for start in stride(from: 0, to: region.candidates.count, by: Compression.blockRows) {
            let end = min(start + Compression.blockRows, region.candidates.count)
            cosines += networks.cosines(of: values.rows((first + start)..<(first + end)), to: query).values
        }
        ranking += cosines
        return ranked(region, by: cosines, positions)
    }

    /// How much each chosen row weighs by the cosines of its sequence: (memory rows); nil: importance is not used.
    ///
    /// As the factor of steps it is the cosine, no less than 0; as that of values the softmax of the cosines.
    ///
    /// - Source: the authors' backward pass multiplies the gradient of each importance by the importance.
    private func importance(by cosines: [Tensor]) -> Tensor? {
        switch configuration.importance {
        case .none: return nil
        case .steps:
            let importance = Tensor.concatenating(cosines).relu()
            switch configuration.importanceGradient {
            case .true: return importance
            case .scaled: return importance.scalingGradient(by: importance)
            }
        case .values:
            return .concatenating(
                cosines.map { cosines in
                    let exponentials = cosines.exp().reshaped([1, cosines.count])  // cosines are at most 1
                    return (exponentials / exponentials.sum().reshaped([1, 1])).reshaped([cosines.count])
                })
        }
    }

    /// Values times their importance, where that multiplies values.
    private func weighted(_ values: Tensor, by importance: Tensor?) -> Tensor {
        guard configuration.importance == .values, let importance else { return values }
        return values * importance.reshaped([importance.count, 1])
    }
}
