import Foundation
import SSMLabTesting
import SSMTensor
import SSMText

/// The tiny Mamba of transformers as a folder with a tokenizer, whose token i is the i-th word.
struct GenerationFixture {
    let folder: TemporaryFolder
    /// Path of the model.
    let model: String
    let tokenizer: WordTokenizer
    /// 32 tokens and the 24 that transformers generates greedily after them.
    let prompt: [TokenID]
    let continuation: [TokenID]

    private static let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/mamba").standardizedFileURL

    /// Writes the folder.
    ///
    /// - Parameter withoutEnds: leaves out the tokens that begin and end texts.
    init(withoutEnds: Bool = false) throws {
        folder = try TemporaryFolder()
        model = folder.path("model")
        let files = FileManager.default
        try files.copyItem(at: Self.source, to: URL(fileURLWithPath: model))
        let letters = Array("abcdefghijklmnopqrstuvwxyz").map(String.init)
        let words = letters.flatMap { first in letters.map { " \(first)\($0)" } }.prefix(262)
        tokenizer = try WordTokenizer(words: Array(words))
        try Data(tokenizer.json.utf8).write(to: URL(fileURLWithPath: model + "/tokenizer.json"))
        if withoutEnds {
            let path = model + "/config.json"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let kept = text.split(separator: "\n").filter { !$0.contains("s_token_id") }.joined(separator: "\n")
            try kept.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let golden = try GoldenFile(contentsOf: Self.source.appending(path: "golden.safetensors"))
        let tokens = try golden.integers("greedy").map { TokenID($0) }
        (prompt, continuation) = (Array(tokens.prefix(32)), Array(tokens.dropFirst(32)))
    }

    /// The text of the 32 tokens.
    var promptText: String { tokenizer.decode(prompt) }

    /// `ssmlab generate` with the model, the prompt and more arguments, in this process.
    func generate(_ arguments: String...) async -> InProcess {
        await InProcess(command: "generate", ["--model", model, "--prompt", promptText] + arguments)
    }
}
