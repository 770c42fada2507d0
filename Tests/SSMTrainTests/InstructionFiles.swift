import Foundation
import SSMText
import SSMTrain

/// Files of instructions in a folder of their own, whose characters are tokens.
struct InstructionFiles {
    let folder: TemporaryFolder
    let tokenizer: WordTokenizer

    init(_ name: String) throws {
        folder = try TemporaryFolder("instructions-\(name)-\(UUID().uuidString)")
        tokenizer = try WordTokenizer(words: (0...9).map(String.init))
    }

    func path(_ name: String) -> String { folder.url.appendingPathComponent(name).path }

    /// Writes a file and returns its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    /// Writes rows of so many tokens of prompt and response as OpenOrca has them.
    func orca(_ rows: [(prompt: Int, response: Int)], to name: String = "orca.jsonl") throws -> String {
        try write(
            rows.enumerated().map { index, row in
                "{\"id\": \"flan.\(index)\", \"system_prompt\": \"Be brief.\", \"question\": \"\(digits(row.prompt, index))\", "
                    + "\"response\": \"\(digits(row.response, index))\"}\n"
            }.joined(), to: name)
    }

    /// Writes rows as LongAlpaca has them.
    func alpaca(_ rows: [(prompt: Int, response: Int)], to name: String = "alpaca.json") throws -> String {
        let rows = rows.enumerated().map { index, row in
            " {\n  \"instruction\": \"\(digits(row.prompt, index))\", \"input\": \"\", "
                + "\"output\": \"\(digits(row.response, index))\", \"file\": \"\"}"
        }
        return try write("[\n" + rows.joined(separator: ",\n") + "\n]\n", to: name)
    }

    /// So many digits, which begin with the number of the row where they are enough for it.
    func digits(_ count: Int, _ row: Int) -> String {
        let start = "\(100 + row)"
        return String((start + String(repeating: "7", count: max(0, count - 3))).prefix(count))
    }

    /// A configuration from its keys in JSON.
    func configuration(_ sources: [String], _ keys: String = "") throws -> InstructionConfiguration {
        let json = "{\"instructions\": [\(sources.joined(separator: ", "))]\(keys.isEmpty ? "" : ", ")\(keys)}"
        return try JSONDecoder().decode(InstructionConfiguration.self, from: Data(json.utf8))
    }

    func source(_ path: String, _ format: String = "openorca", _ keys: String = "") -> String {
        "{\"path\": \"\(path)\", \"format\": \"\(format)\"\(keys.isEmpty ? "" : ", ")\(keys)}"
    }

    func data(_ sources: [String], _ keys: String = "") throws -> InstructionData {
        try InstructionData(configuration(sources, keys), tokenizer: tokenizer)
    }
}
