/// One validation: a row of the metrics.
package struct ValidationReport: Codable, Sendable, Hashable {
    /// The stage's name.
    package var stage: String
    /// The number of updates made before.
    package var step: Int
    /// What came out.
    package var result: ValidationResult
    /// Seconds of training since the stage began.
    package var seconds: Double

    /// A report of a validation.
    package init(stage: String, step: Int, result: ValidationResult, seconds: Double) {
        self.stage = stage
        self.step = step
        self.result = result
        self.seconds = seconds
    }
}
