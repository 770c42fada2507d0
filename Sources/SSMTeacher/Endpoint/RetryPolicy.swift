import Foundation
import SSMTensor

/// How long to wait between two attempts.
struct RetryPolicy: Sendable {
    let firstPause: Duration
    let longestPause: Duration

    init(_ configuration: EndpointConfiguration) {
        firstPause = .seconds(configuration.firstPause)
        longestPause = .seconds(configuration.longestPause)
    }

    /// The pause after an attempt.
    ///
    /// It doubles from attempt to attempt up to the longest, and is shortened by up to a half at random, so that requests
    /// that failed together do not come back together. Who is told how long to wait waits so long, and a part of the
    /// first pause more.
    ///
    /// - Parameters:
    ///   - attempt: The attempt's number, from 1.
    ///   - wait: What the server asks for.
    ///   - key: Differs from request to request.
    func pause(after attempt: Int, wait: Duration?, key: RandomKey) -> Duration {
        var generator = key.folding(attempt).generator
        let share = generator.uniform()
        if let wait { return wait + firstPause * share }
        let grown = min(longestPause, firstPause * pow(2, Double(attempt - 1)))
        return grown * (1 - share / 2)
    }
}
