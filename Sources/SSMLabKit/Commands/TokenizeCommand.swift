import ArgumentParser
import SSMStore
import SSMTensor
import SSMText

/// `ssmlab tokenize`
struct TokenizeCommand: LabCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenize",
        abstract: "Turn texts into token ids and back, so that any other tokenizer can be compared.",
        discussion: """
            IN.jsonl has {"text": ...} a line; other keys are ignored, and blank lines are skipped. For each text a line \
            {"ids": [...], "decoded": ...} is printed: its token ids without special tokens put around it, and what \
            these ids decode to. The file is read line by line, whatever its size.

            Example: ssmlab tokenize --tokenizer mamba-130m-hf --jsonl texts.jsonl > ids.jsonl
            """)

    @Option(help: ArgumentHelp("A tokenizer.json, or the folder of a model that has one.", valueName: "FILE.json"))
    var tokenizer: String

    @Option(help: ArgumentHelp("The texts.", valueName: "IN.jsonl"))
    var jsonl: String

    func run(in environment: LabEnvironment) async throws {
        // No text is ended here, so a tokenizer that does not say by which token is as good as any.
        let tokenizer = try TokenizerPath.load(tokenizer, endOfText: 0)
        var lines = try Self.lines(of: jsonl)
        while let line = try lines.next() {
            guard !line.isBlank else { continue }
            environment.console.print(
                try Self.answer(to: line.bytes, number: line.number, of: jsonl, with: tokenizer))
        }
    }

    private static func lines(of path: String) throws(InputError) -> RecordReader {
        do {
            return try RecordReader(path)
        } catch {
            throw .unreadable(path, error)
        }
    }

    /// The line for a line.
    private static func answer(
        to line: [UInt8], number: Int, of path: String, with tokenizer: any Tokenizer
    ) throws(InputError) -> String {
        do {
            let ids = try tokenizer.encode(try text(of: line))
            let listed = ids.map { "\($0)" }.joined(separator: ", ")
            return "{\"ids\": [\(listed)], \"decoded\": \(JSONNode.quoted(tokenizer.decode(ids)))}"
        } catch {
            throw .malformedLine(path: path, line: number, reason: "\(error)")
        }
    }

    private static func text(of line: [UInt8]) throws(LineFault) -> String {
        let node: JSONNode
        do throws(JSONScanner.Failure) {
            node = try JSONNode(parsing: line)
        } catch {
            throw LineFault(description: "\(error)")
        }
        guard case .object = node else {
            throw LineFault(
                description: "the line is \(node.summary) and has to be an object such as {\"text\": \"…\"}")
        }
        guard let value = node.value(at: "text") else { throw LineFault(description: "the key \"text\" is missing") }
        guard case .string(let text) = value else {
            throw LineFault(description: "\"text\" is \(value.summary) and has to be a string")
        }
        return text
    }

    /// What is wrong with a line.
    private struct LineFault: Error, CustomStringConvertible {
        let description: String
    }
}
