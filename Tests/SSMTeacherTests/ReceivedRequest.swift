import Foundation
import NIOHTTP1

/// A request as the server in this process got it.
struct ReceivedRequest: Sendable {
    /// Its number among all, from 1.
    let number: Int
    let uri: String
    let headers: HTTPHeaders
    let body: Body

    /// What the tests look at of a request's JSON.
    struct Body: Decodable {
        struct Message: Decodable, Equatable {
            let role: String
            let content: String
        }

        let model: String
        let messages: [Message]
        let temperature: Double?
        let topP: Double?
        let stop: [String]?
        let seed: Int?
        let maximumTokens: Int?
        let maximumCompletionTokens: Int?
        let stream: Bool?

        private enum CodingKeys: String, CodingKey {
            case model, messages, temperature, stop, seed, stream
            case topP = "top_p"
            case maximumTokens = "max_tokens"
            case maximumCompletionTokens = "max_completion_tokens"
        }
    }

    /// What the last message says.
    var question: String { body.messages.last?.content ?? "" }
}
