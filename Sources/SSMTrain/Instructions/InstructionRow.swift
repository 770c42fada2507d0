import SSMStore
import SSMTensor

/// The two texts of a row.
struct InstructionRow: Sendable, Hashable {
    /// The prompt.
    let prompt: String
    /// What the model is to answer.
    let response: String
    /// The row's own name; empty where it has none.
    let id: String

    /// Reads a row; members that are not asked for may hold anything.
    ///
    /// - Throws: `InstructionError.row`.
    init(_ record: FileRecord, format: InstructionFormat, path: String) throws(InstructionError) {
        let place = format.place(of: record.number, in: path)
        let node: JSONNode
        do {
            node = try JSONNode(parsing: record.bytes)
        } catch {
            let hint = record.number == 1 ? " (\(format.hint))" : ""
            throw .row(place: place, reason: "not JSON: \(error)\(hint)")
        }
        guard case .object = node else {
            throw .row(place: place, reason: "\(node.summary) where an object is expected; \(format.hint)")
        }
        func text(_ key: String) throws(InstructionError) -> String {
            guard let value = node.value(at: key) else {
                throw .row(place: place, reason: "the member \"\(key)\" is missing; \(format.hint)")
            }
            guard case .string(let text) = value else {
                throw .row(place: place, reason: "\"\(key)\" is \(value.summary) and has to be a text")
            }
            return text
        }
        prompt = try text(format.promptKey)
        response = try text(format.responseKey)
        if case .string(let name) = node.value(at: "id") { id = name } else { id = "" }
    }

    /// A number of the prompt, by which copies of it are found.
    var fingerprint: UInt64 { RandomKey(seed: 0).folding(prompt).bits }
}
