import SSMTensor
import SSMText
import Synchronization

/// A tokenizer that counts what it is asked to decode.
final class CountingTokenizer: Tokenizer {
    private let base: any Tokenizer
    private let counts = Mutex((tokens: 0, longest: 0))

    init(base: any Tokenizer) {
        self.base = base
    }

    /// Tokens decoded, each as often as it was.
    var decodedTokens: Int { counts.withLock { $0.tokens } }
    /// The most tokens decoded at once.
    var longest: Int { counts.withLock { $0.longest } }

    var vocabularySize: Int { base.vocabularySize }
    var endOfText: TokenID { base.endOfText }
    var json: String { base.json }
    func encode(_ text: String) throws(TokenizerError) -> [TokenID] { try base.encode(text) }
    func isSpecial(_ id: TokenID) -> Bool { base.isSpecial(id) }
    func id(of token: String) -> TokenID? { base.id(of: token) }
    func textDependsOnNext(_ id: TokenID) -> Bool { base.textDependsOnNext(id) }

    func decode(_ ids: [TokenID], skippingSpecialTokens: Bool) -> String {
        counts.withLock { $0 = ($0.tokens + ids.count, max($0.longest, ids.count)) }
        return base.decode(ids, skippingSpecialTokens: skippingSpecialTokens)
    }
}
