import Foundation
import SSMContext
import SSMModel
import SSMStore
import SSMTensor
import SSMText
import Testing

/// The tokenizer that was saved with a model.
@Suite struct ModelTokenizerTests {
    private let device = Device(workers: 1, poisoned: true)
    private let words = [" one", " two", " three"]

    /// A checkpoint of a model with so many rows in its embedding, read again.
    private func loaded(rows: Int, tokenizer: String?) throws -> LoadedModel {
        let model = try LanguageModel(
            randomly: ModelConfiguration(vocabularySize: rows, width: 8, layers: 1, state: 4),
            key: RandomKey(seed: 1), on: device)
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("fits-\(UUID().uuidString).h5")
        defer { try? FileManager.default.removeItem(at: url) }
        let parts = model.checkpointParts()
        var texts = ["model": parts.configuration]
        texts["tokenizer"] = tokenizer
        try Checkpoint(tensors: parts.tensors, texts: texts).write(to: url)
        return try LoadedModel(contentsOf: url, on: device)
    }

    @Test func `rows beyond the tokens are padding`() throws {
        let tokenizer = try WordTokenizer(words: words)
        for rows in [tokenizer.vocabularySize, tokenizer.vocabularySize + 5] {
            let made = try loaded(rows: rows, tokenizer: tokenizer.json).textTokenizer()
            #expect(made.vocabularySize == tokenizer.vocabularySize)
            #expect(try made.encode(" two one") == tokenizer.encode(" two one"))
        }
    }

    @Test func `a token outside the embedding is refused with both numbers`() throws {
        let tokenizer = try WordTokenizer(words: words)
        let rows = tokenizer.vocabularySize - 1
        let model = try loaded(rows: rows, tokenizer: tokenizer.json)
        let error = #expect(throws: ModelError.self) { try model.textTokenizer() }
        let text = try #require(error).description
        #expect(text.contains("\(rows) rows") && text.contains("\(rows + 1) tokens"), "\(text)")
        #expect(text.contains(model.source.path))
    }

    @Test func `a model without a tokenizer, or with one that cannot be read, says so`() throws {
        let without = #expect(throws: ModelError.self) { try loaded(rows: 9, tokenizer: nil).textTokenizer() }
        #expect(try #require(without).description.contains("put the model's tokenizer.json into the folder"))
        let other = #expect(throws: ModelError.self) { try loaded(rows: 9, tokenizer: "{").textTokenizer() }
        #expect(try #require(other).description.contains("tokenizer.json: line 1"))
    }
}
