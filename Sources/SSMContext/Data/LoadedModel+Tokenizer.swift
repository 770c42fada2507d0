public import SSMModel
public import SSMText

extension LoadedModel {
    /// The tokenizer that was saved with the model. The token that ends a text is the first one that the model's
    /// `eos_token_id` names.
    ///
    /// Fewer tokens than rows of the embedding are fine: the other rows are padding.
    ///
    /// - Throws: `ModelError.noTokenizer`; `unreadable` for a `tokenizer.json` that this program does not read;
    ///   `tokenizerDoesNotFit` when tokens are outside the embedding.
    public func textTokenizer() throws(ModelError) -> any Tokenizer {
        guard let tokenizer else { throw .noTokenizer(source) }
        let made: any Tokenizer
        do throws(TokenizerError) {
            made = try TokenizerFile.tokenizer(json: tokenizer, endOfText: generation.endOfTextTokens.first)
        } catch {
            throw .unreadable(source, reason: "\(error)")
        }
        let rows = model.configuration.vocabularySize
        guard made.vocabularySize <= rows else {
            throw .tokenizerDoesNotFit(source, tokens: made.vocabularySize, rows: rows)
        }
        return made
    }
}
