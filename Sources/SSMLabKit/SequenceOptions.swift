import ArgumentParser
import Foundation
import SSMModel
import SSMTensor
import SSMText

/// What a command that runs a model reads: lists of token ids, or a text.
struct SequenceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A JSON list of lists of token ids.", valueName: "IDS.json"))
    var tokens: String?

    @Option(help: ArgumentHelp("A file in UTF-8 with the text to read.", valueName: "F"))
    var promptFile: String?

    /// Whether one of the two is given, and not both.
    var isOne: Bool { (tokens == nil) != (promptFile == nil) }

    /// The lists, or the text in tokens of a model with those that its tokenizer puts around a text.
    ///
    /// - Throws: `InputError`, `MemoryError`, `ModelError`, `TokenizerError`; errors of the files.
    func sequences(for loaded: LoadedModel) throws -> [[TokenID]] {
        if let tokens {
            return try TokenLists(
                contentsOf: URL(fileURLWithPath: tokens), vocabularySize: loaded.model.configuration.vocabularySize
            ).sequences
        }
        let text = try promptFile.map { try TextFile.text(of: $0) } ?? ""
        let encoded = try loaded.textTokenizer().encodeWithSpecialTokens(text)
        guard !encoded.isEmpty else { throw InputError.emptyPrompt(model: loaded.source.path) }
        return [encoded]
    }
}
