import SSMModel
import SSMTensor

extension ForwardRequest {
    /// Reads a prompt of random tokens, the same ones each time, with the state and the logits of its last row, as
    /// answering does.
    init(benchmarking configuration: ModelConfiguration, length: Int, probes: [any Probe] = []) {
        var generator = RandomKey(seed: 1).folding("tokens").generator
        let tokens = (0..<length).map { _ in TokenID(generator.below(configuration.vocabularySize)) }
        self.init(
            stream: TokenStream([tokens]),
            sequences: [
                SequenceInfo(id: "bench", promptLength: length, totalLength: length, key: RandomKey(seed: 2))
            ],
            outputs: ForwardOutputs(state: true, logits: .at(RowNames([[Int32(length - 1)]]))),
            probes: ProbeSet(probes))
    }
}
