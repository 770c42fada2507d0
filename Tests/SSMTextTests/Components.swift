import Foundation
import SSMTensor

/// The components of Tests/Fixtures/tokenizers/components.tsv and the tokenizers that can be put together from them.
struct Components {
    /// A `tokenizer.json` and what is particular about it.
    struct File {
        let component: String
        let json: String
    }

    private static let kinds = ["normalizer", "pre_tokenizer", "post_processor", "decoder"]
    private var values: [String: [String]] = [:]

    /// The components of a file whose lines are a kind, a tab and JSON.
    init(contentsOf url: URL) throws {
        let text = try String(contentsOf: url, encoding: .utf8)
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let parts = line.split(separator: UInt8(ascii: "\t"), maxSplits: 1).map { String($0) ?? "" }
            guard parts.count == 2 else { throw CocoaError(.fileReadCorruptFile) }
            values[parts[0], default: []].append(parts[1])
        }
    }

    /// A tokenizer for each component of a kind, without components of other kinds.
    ///
    /// Decoders are tried on tokens that they treat in their own way, everything else on a model whose ids show each
    /// byte that reaches it, and where a word ends.
    func files(varying kind: String) -> [File] {
        values[kind, default: []].map { component in
            File(component: component, json: json([kind: component], model: kind == "decoder" ? "pieces" : "glass"))
        }
    }

    /// Tokenizers with a component that is not implemented here.
    var unsupported: [File] {
        values["unsupported", default: []].map { component in
            // One member of an object: the kind and the component.
            let member = component.dropFirst().dropLast()
            let kind = Self.kinds.first { member.hasPrefix("\"\($0)\": ") } ?? ""
            return File(
                component: component,
                json: json([kind: String(member.dropFirst(kind.count + 4))], model: "glass"))
        }
    }

    /// A tokenizer of one random component of each kind.
    func combination(using generator: inout RandomGenerator) -> File {
        var chosen: [String: String] = [:]
        for kind in Self.kinds {
            let choices = values[kind, default: []]
            chosen[kind] = choices[generator.below(choices.count)]
        }
        return File(
            component: Self.kinds.map { "\($0) \(chosen[$0] ?? "")" }.joined(separator: ", "),
            json: json(chosen, model: "glass"))
    }

    private func json(_ components: [String: String], model: String) -> String {
        let members = Self.kinds.map { "\"\($0)\": \(components[$0] ?? "null")" }.joined(separator: ", ")
        return """
            {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [{"id": 0, \
            "content": "<eos>", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, \
            "special": true}], \(members), "model": \(values[model, default: []].first ?? "null")}
            """
    }
}
