import SSMStore

extension ModelConfiguration {
    /// The text of a `config.json` that transformers reads.
    package var json: String { json(keeping: nil) }

    /// The text of a `config.json` that transformers reads.
    ///
    /// - Parameter original: the file that the configuration was read from. Its keys and their order are kept, those that
    ///   say something about this configuration get its values. Left out are other names of keys that are written,
    ///   `torch_dtype` and `tie_embeddings`, and an `expand` that is no whole number.
    package func json(keeping original: ConfigurationMembers?) -> String {
        var own = members
        let replaced = ["torch_dtype", "expand", "tie_embeddings"] + own.map(\.name)
        var result: [JSONNode.Member] = []
        for member in original?.members ?? [] {
            if let place = own.firstIndex(where: { $0.name == member.name }) {
                result.append(own.remove(at: place))
            } else if !replaced.contains(member.name) {
                result.append(member)
            }
        }
        return JSONNode.object(result + own).text + "\n"
    }

    /// The members that a configuration without history has.
    private var members: [JSONNode.Member] {
        func number(_ value: Int) -> JSONNode { .number(String(value)) }
        func number(_ value: Float) -> JSONNode { .number(String(describing: value)) }
        var members: [(String, JSONNode)] = [
            ("architectures", .array([.string("MambaForCausalLM")])), ("model_type", .string("mamba")),
            ("dtype", .string("float32")), ("vocab_size", number(vocabularySize)), ("hidden_size", number(width)),
            ("num_hidden_layers", number(layers)), ("state_size", number(state)),
            ("intermediate_size", number(innerWidth)),
        ]
        // transformers takes a whole number only, and `intermediate_size` before it.
        if innerWidth % width == 0 { members.append(("expand", number(innerWidth / width))) }
        members += [
            ("conv_kernel", number(convolutionWidth)), ("time_step_rank", number(timeStepRank)),
            ("time_step_min", number(timeStepRange.lowerBound)), ("time_step_max", number(timeStepRange.upperBound)),
            ("time_step_floor", number(timeStepFloor)), ("layer_norm_epsilon", number(epsilon)),
            ("hidden_act", .string("silu")), ("use_bias", .boolean(false)), ("use_conv_bias", .boolean(true)),
            ("tie_word_embeddings", .boolean(tiesEmbeddings)),
        ]
        return members.map { JSONNode.Member($0.0, $0.1) }
    }
}
