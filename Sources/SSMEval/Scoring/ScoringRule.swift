/// How the text of an answer is compared with the accepted answers.
package enum ScoringRule: String, Sendable, Hashable, Codable, CaseIterable {
    /// One of the accepted answers is a whole token of the text, split at white space.
    case wholeToken = "whole-token"
    /// The first number in the text equals an accepted answer as a number.
    case firstNumber = "first-number"
    /// The text, without white space around it, is an accepted answer.
    case exact
    /// The values in the text, split at commas and white space, are all the answers and no other, in any order.
    case valueSet = "value-set"
}
