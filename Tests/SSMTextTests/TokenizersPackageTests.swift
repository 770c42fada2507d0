import Foundation
import SSMTensor
import SSMText
import Testing

/// Agreement with the `tokenizers` package of the Python in SSMLAB_PYTHON; skipped where that is not set.
struct TokenizersPackageTests {
    struct Encoded: Decodable {
        var ids: [TokenID]?
        var text: String?
        var error: String?
    }

    static let python = ProcessInfo.processInfo.environment["SSMLAB_PYTHON"]

    @Test(.enabled(if: python != nil, "SSMLAB_PYTHON is not set"))
    func `the file encodes and decodes as here`() throws {
        let tokenizer = try WordTokenizer(words: WordTokenizerTests.words + ["\"", "\\", " \u{1F511}key", "\u{7F}"])
        let parts = (0..<tokenizer.vocabularySize).map { tokenizer.decode([TokenID($0)]) }
        var generator = RandomKey(seed: 9).generator
        var texts = ["", "The key 48:\n The  keys <|Document 0|>.<|endoftext|>", " caf\u{E9} cafe\u{301} \u{1F511}key"]
        texts += (0..<200).map { count in
            (0..<count % 40).map { _ in parts[generator.below(parts.count)] }.joined()
        }
        let results = try Self.encode(texts, with: tokenizer)
        try #require(results.count == texts.count)
        var encoded = 0
        for (text, result) in zip(texts, results) {
            do {
                let ids = try tokenizer.encode(text)
                #expect(result.ids == ids, "\(text)")
                #expect(result.text?.utf8.elementsEqual(text.utf8) == true, "\(text)")
                encoded += 1
            } catch {
                #expect(result.error != nil, "an error here must be one there: \(text)")
            }
        }
        #expect(encoded > 60 && encoded < texts.count, "both kinds of text must occur")
    }

    private static func encode(_ texts: [String], with tokenizer: WordTokenizer) throws -> [Encoded] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ssmlab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "tokenizer.json")
        let input = folder.appending(path: "texts.json")
        try Data(tokenizer.json.utf8).write(to: file)
        try JSONEncoder().encode(texts).write(to: input)

        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Python/encode_with_tokenizers.py")
        let process = Process()
        process.executableURL = URL(filePath: try #require(python))
        process.arguments = [script.path, file.path, input.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return try JSONDecoder().decode([Encoded].self, from: data)
    }
}
