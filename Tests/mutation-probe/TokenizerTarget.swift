import Foundation
import SSMTensor
import SSMText

/// The reader of `tokenizer.json`: a tokenizer that it makes has to encode some texts and to decode any of its ids.
struct TokenizerTarget: MutationTarget {
    private static let texts = ["", "a", " abc ab's 11\n\u{E9}e\u{301}  <|endoftext|> [MASK]bcb</s>\u{1F600}\u{0}"]

    private let file: Mutator

    /// A target for mutants of a file.
    init(_ seed: URL) throws {
        file = Mutator([UInt8](try Data(contentsOf: seed)))
    }

    func mutant(using generator: inout RandomGenerator) -> [UInt8] {
        file.mutant(using: &generator)
    }

    func accepts(_ input: [UInt8]) throws -> Bool {
        guard let json = String(validating: input, as: UTF8.self) else { return false }
        do throws(TokenizerError) {
            let tokenizer = try TokenizerFile.tokenizer(json: json)
            for text in Self.texts {
                try Self.use(tokenizer, on: text)
            }
            return true
        } catch {
            return false
        }
    }

    /// Encodes a text and decodes its ids and all others, each beside the last.
    private static func use(_ tokenizer: any Tokenizer, on text: String) throws(TokenizerError) {
        let ids = try tokenizer.encodeWithSpecialTokens(text)
        _ = tokenizer.decode(try tokenizer.encode(text) + ids, skippingSpecialTokens: true)
        let size = tokenizer.vocabularySize
        precondition(ids.allSatisfy { (0..<size).contains(Int($0)) } && (0..<size).contains(Int(tokenizer.endOfText)))
        _ = tokenizer.decode((0..<TokenID(min(size, 64))).map { $0 })
        _ = tokenizer.decode([TokenID(size - 1), tokenizer.endOfText])
    }
}
