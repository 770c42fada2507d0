/// What a learning rate that was tried came to.
package struct RateTrial: Sendable, Hashable, Codable {
    /// The learning rate.
    package let learningRate: Double
    /// The loss on the validation samples at the end of the stage; nil when it is not finite or training ended before.
    package let loss: Double?
    /// The part of correct answers there.
    package let accuracy: Double?
    /// Why there is no loss.
    package let problem: String?

    /// A rate whose training came to its end.
    package init(learningRate: Double, loss: Double, accuracy: Double?) {
        self.learningRate = learningRate
        self.loss = loss.isFinite ? loss : nil
        self.accuracy = accuracy
        problem = loss.isFinite ? nil : "the validation loss is not finite"
    }

    /// A rate whose training did not.
    package init(learningRate: Double, problem: String) {
        self.learningRate = learningRate
        loss = nil
        accuracy = nil
        self.problem = problem
    }
}
