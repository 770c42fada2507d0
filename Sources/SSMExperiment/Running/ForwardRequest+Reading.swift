import SSMContext
import SSMModel
import SSMTensor

extension ForwardRequest {
    /// Reads the first rows of a prompt as answering would, while probes watch.
    ///
    /// - Precondition: `rows` is at least 1 and not more than the prompt has.
    init(
        reading prompt: EncodedPrompt, rows: Int, key: RandomKey, probes: [any Probe], chunkRows: Int? = nil
    ) {
        let evidence = (0..<rows).filter { prompt.evidence[$0] }.map { Int32($0) }
        let sequence = SequenceInfo(
            id: prompt.id, promptLength: rows, totalLength: rows, key: key.folding(prompt.id), evidence: evidence)
        self.init(
            stream: TokenStream([Array(prompt.tokens.prefix(rows))]), sequences: [sequence],
            outputs: ForwardOutputs(state: true, logits: .at(RowNames([[Int32(rows - 1)]]))),
            probes: ProbeSet(probes), chunkRows: chunkRows)
    }
}
