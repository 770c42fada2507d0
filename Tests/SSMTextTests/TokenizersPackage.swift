import Foundation
import SSMTensor
import Testing

/// The `tokenizers` package in the Python of SSMLAB_PYTHON, in a process of its own.
enum TokenizersPackage {
    /// The Python; nil where the tests that need it are skipped.
    static let python = ProcessInfo.processInfo.environment["SSMLAB_PYTHON"]

    /// What one tokenizer has to do.
    struct Request: Encodable {
        /// The text of its `tokenizer.json`.
        var tokenizer: String
        /// Texts to encode.
        var texts: [String] = []
        /// Token ids to decode.
        var sequences: [[TokenID]] = []
    }

    /// What one tokenizer made of its texts and sequences, in their order.
    struct Answer: Decodable {
        var texts: [Item]
        var sequences: [Item]
    }

    /// What became of one text or sequence.
    struct Item: Decodable {
        var ids: [TokenID]?
        var idsWithSpecial: [TokenID]?
        var decoded: String?
        var decodedSkipping: String?
        /// Why the package refuses it.
        var error: String?
        /// Where the package crashes on it, so that there is no answer to compare with.
        var crash: String?
    }

    /// Runs all requests in one process.
    static func answers(to requests: [Request]) throws -> [Answer] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ssmlab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appending(path: "requests.json")
        try JSONEncoder().encode(requests).write(to: input)

        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Python/encode_with_tokenizers.py")
        let process = Process()
        process.executableURL = URL(filePath: try #require(python))
        process.arguments = [script.path, input.path]
        let output = Pipe()
        process.standardOutput = output
        let errors = folder.appending(path: "errors")
        try Data().write(to: errors)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let reasons = try String(contentsOf: errors, encoding: .utf8)
        try #require(process.terminationStatus == 0, "\(reasons)")
        let answers = try JSONDecoder().decode([Answer].self, from: data)
        try #require(answers.count == requests.count)
        for (request, answer) in zip(requests, answers) {
            try #require(answer.texts.count == request.texts.count)
            try #require(answer.sequences.count == request.sequences.count)
        }
        return answers
    }
}
