/// Why an answer ended.
public enum AnswerEnding: Sendable, Hashable, Codable {
    /// The model gave a token that ends a text.
    case endOfText
    /// The most tokens allowed were generated.
    case length
    /// The text has this stop string.
    case stopString(String)
    /// Somebody asked to stop.
    case interrupted
}
