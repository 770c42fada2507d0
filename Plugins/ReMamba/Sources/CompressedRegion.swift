import SSMContext
import SSMModel
import SSMTensor

/// The part of one sequence's prompt that is compressed.
struct CompressedRegion: Sendable {
    /// Rows of the prompt in the stream.
    let prompt: Range<Int>
    /// Rows of the region.
    let rows: Range<Int>
    /// Those of them that have to stay.
    let staying: Set<Int>
    /// Those of them that may be compressed, in order: the others that answer to their names.
    let candidates: [Int]
    /// Memory rows that are made of them.
    let count: Int
    /// Random numbers of the sequence for this strategy.
    let key: RandomKey
    /// Marked evidence, for the oracle.
    let evidence: Set<Int32>

    /// One region a sequence.
    static func regions(
        of request: ForwardRequest, in phase: Phase, _ configuration: ReMambaConfiguration
    ) -> [CompressedRegion] {
        let stream = request.stream
        let protected = request.protectedNames.rows(of: stream.positions, in: stream.layout)
        return request.sequences.enumerated().map { index, sequence in
            let all = stream.layout.range(of: index)
            let length = all.prefix { Int(stream.positions[$0]) < sequence.promptLength }.count
            let prompt = all.prefix(length)
            let key = sequence.key.folding(ReMamba.name.text).folding(configuration.seed)
            let ratios =
                switch phase {
                case .prefill: CompressionRatios(answering: length, configuration)
                case .training: CompressionRatios(training: length, key: key, configuration)
                }
            let first = prompt.lowerBound + ratios.start
            let rows = first..<(first + ratios.length)
            let staying = staying(of: rows, prompt: prompt, protected, configuration.placement)
            let candidates = rows.filter { row in
                !staying.contains(row)
                    && (row + 1 == all.upperBound || stream.positions[row + 1] != stream.positions[row])
            }
            return CompressedRegion(
                prompt: prompt, rows: rows, staying: staying, candidates: candidates,
                count: min(ratios.rows, candidates.count), key: key, evidence: Set(sequence.evidence))
        }
    }

    /// Rows that have to stay although they are in the region.
    ///
    /// The last row of a prompt need not, although outputs name it, as long as no other row has to: the last memory row
    /// then answers for it. Where memory is appended, no row leaves and all may be compressed.
    private static func staying(
        of rows: Range<Int>, prompt: Range<Int>, _ protected: RowSet, _ placement: MemoryPlacement
    ) -> Set<Int> {
        guard placement == .replace else { return [] }
        let staying = Set(rows.filter(protected.contains))
        return staying == [prompt.upperBound - 1] ? [] : staying
    }
}
