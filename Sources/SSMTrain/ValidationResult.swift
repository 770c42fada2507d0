/// How a model does on samples that training does not use.
package struct ValidationResult: Codable, Sendable, Hashable {
    /// The number of samples.
    package var samples: Int
    /// The mean negative log likelihood of the targets; nil where it was not computed.
    package var loss: Double?
    /// The part of correct answers; nil where it was not computed.
    package var accuracy: Double?

    /// A result over `samples` samples.
    package init(samples: Int, loss: Double? = nil, accuracy: Double? = nil) {
        self.samples = samples
        self.loss = loss
        self.accuracy = accuracy
    }
}
