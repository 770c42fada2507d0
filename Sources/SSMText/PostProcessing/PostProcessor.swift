import SSMStore
import SSMTensor

/// The special tokens that are put around a text.
struct PostProcessor: Sendable {
    var before: [TokenID] = []
    var after: [TokenID] = []
}

extension PostProcessor {
    private static let known = "ByteLevel, TemplateProcessing, BertProcessing, RobertaProcessing and Sequence"

    /// Reads a post-processor.
    ///
    /// What only changes offsets, or the second text of a pair, is checked for its form alone.
    ///
    /// - Throws: `TokenizerError.malformed`, `TokenizerError.unsupported`.
    init(_ reader: ComponentReader) throws(TokenizerError) {
        switch try reader.string("type") {
        case "ByteLevel":
            _ = try ByteLevelOptions(reader)
        case "BertProcessing":
            try reader.allow("type", "sep", "cls")
            (before, after) = ([try Self.token(reader, "cls")], [try Self.token(reader, "sep")])
        case "RobertaProcessing":
            try reader.allow("type", "sep", "cls", "trim_offsets", "add_prefix_space")
            for name in ["trim_offsets", "add_prefix_space"] { _ = try reader.bool(name) }
            (before, after) = ([try Self.token(reader, "cls")], [try Self.token(reader, "sep")])
        case "TemplateProcessing":
            try reader.allow("type", "single", "pair", "special_tokens")
            try readTemplate(reader)
        case "Sequence":
            try reader.allow("type", "processors")
            try readSequence(reader)
        case let other:
            throw .unsupported(
                key: reader.path(of: "type"), found: JSONNode.quoted(other), supported: Self.known)
        }
    }

    /// A token as `[text, id]`.
    private static func token(_ reader: ComponentReader, _ name: String) throws(TokenizerError) -> TokenID {
        let items = try reader.list(name)
        guard items.count == 2, case .string = items[0], case .number(let text) = items[1], let id = TokenID(text),
            id >= 0
        else {
            throw .malformed(key: reader.path(of: name), reason: "it has to be a list of a text and an id")
        }
        return id
    }

    private mutating func readTemplate(_ reader: ComponentReader) throws(TokenizerError) {
        let special = try reader.requiredObject("special_tokens")
        var texts = 0
        for (index, node) in try reader.list("single").enumerated() {
            let piece = try ComponentReader(node, path: reader.path(of: "single.\(index)"))
            try piece.allow("Sequence", "SpecialToken")
            if let sequence = try piece.object("Sequence") {
                let name = try sequence.string("id")
                guard name == "A" else {
                    throw .malformed(key: sequence.path(of: "id"), reason: "the template of one text has only A")
                }
                texts += 1
            } else {
                let token = try piece.requiredObject("SpecialToken").string("id")
                let ids = try Self.ids(of: special.requiredObject(token))
                if texts == 0 { before += ids } else { after += ids }
            }
        }
        guard texts == 1 else {
            throw .unsupported(
                key: reader.path(of: "single"), found: "a template that has the text \(texts) times",
                supported: "a template that has it once")
        }
        _ = try reader.list("pair")
    }

    private static func ids(of reader: ComponentReader) throws(TokenizerError) -> [TokenID] {
        try reader.allow("id", "ids", "tokens")
        var ids: [TokenID] = []
        for node in try reader.list("ids") {
            guard case .number(let text) = node, let id = TokenID(text), id >= 0 else {
                throw .malformed(key: reader.path(of: "ids"), reason: "it has to be a list of token ids")
            }
            ids.append(id)
        }
        return ids
    }

    private mutating func readSequence(_ reader: ComponentReader) throws(TokenizerError) {
        var isDone = false
        for (index, node) in try reader.list("processors").enumerated() {
            let step = try ComponentReader(node, path: reader.path(of: "processors.\(index)"))
            let processor = try PostProcessor(step)
            let type = try step.string("type")
            if type == "ByteLevel" { continue }
            guard !isDone else {
                throw .unsupported(
                    key: step.path, found: "a second processor that adds tokens (\(type))",
                    supported: "one, besides ByteLevel")
            }
            isDone = true
            self = processor
        }
    }
}
