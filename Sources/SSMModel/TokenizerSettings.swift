import SSMStore
import SSMTensor

/// A `tokenizer_config.json` for a tokenizer that came without one, so that transformers takes `tokenizer.json` as it is.
///
/// It names no token that the files do not name: begin and end of a text and padding are those of the generation
/// configuration, where the tokenizer has them as added tokens.
struct TokenizerSettings {
    /// The text of the file.
    let json: String

    init(tokenizer: String, generation: GenerationConfiguration) {
        let added = Self.addedTokens(in: tokenizer)
        // transformers would otherwise make a tokenizer of the family's usual class, whatever the file says.
        var members = [JSONNode.Member("tokenizer_class", .string("PreTrainedTokenizerFast"))]
        let roles = [
            ("bos_token", generation.beginOfTextToken), ("eos_token", generation.endOfTextTokens.first),
            ("pad_token", generation.padToken),
        ]
        for (role, token) in roles {
            if let text = token.flatMap({ added[String($0)] }) { members.append(JSONNode.Member(role, .string(text))) }
        }
        members.append(JSONNode.Member("clean_up_tokenization_spaces", .boolean(false)))
        json = JSONNode.object(members).text + "\n"
    }

    /// The texts of the added tokens by their ids.
    private static func addedTokens(in tokenizer: String) -> [String: String] {
        var texts: [String: String] = [:]
        let node = try? JSONNode(parsing: tokenizer)
        guard case .array(let items)? = node?.value(at: "added_tokens") else { return texts }
        for item in items {
            if case .number(let id)? = item.value(at: "id"), case .string(let text)? = item.value(at: "content") {
                texts[id] = text
            }
        }
        return texts
    }
}
