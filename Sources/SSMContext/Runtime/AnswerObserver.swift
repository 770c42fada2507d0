public import SSMTensor

/// Follows answers while they are generated, and may end them.
///
/// It is called on the thread that generates.
public protocol AnswerObserver: Sendable {
    /// Whether all answers shall end with what they have. Asked before each token.
    var wantsToStop: Bool { get }

    /// Takes the text that one more token makes certain: none, or several characters, and at last what is left.
    ///
    /// - Parameters:
    ///   - piece: text; all pieces of an answer together are its text.
    ///   - token: the token; nil where the answer ends, with the text that was held back until then.
    ///   - prompt: the prompt's id.
    func observe(_ piece: String, of token: TokenID?, for prompt: String)
}
