import Foundation

/// The learning rate of each step: a linear warm-up, then a constant, linear or cosine course.
package struct LearningRateSchedule: Sendable, Hashable {
    /// The course after the warm-up.
    package enum Shape: String, Codable, Sendable, CaseIterable {
        /// The peak to the end.
        case constant
        /// A straight line from the peak to the minimum.
        case linear
        /// Half a cosine from the peak to the minimum.
        case cosine
    }

    /// The course after the warm-up.
    package let shape: Shape
    /// The largest rate.
    package let peak: Double
    /// The rate of the last step, except for a constant course.
    package let minimum: Double
    /// The number of steps of the warm-up; the last of them has the peak.
    package let warmupSteps: Int
    /// The number of all steps.
    package let steps: Int

    /// A schedule over `steps` steps.
    package init(shape: Shape, peak: Double, minimum: Double, warmupSteps: Int, steps: Int) {
        self.shape = shape
        self.peak = peak
        self.minimum = minimum
        self.warmupSteps = warmupSteps
        self.steps = steps
    }

    /// The rate of a step, counted from 0.
    ///
    /// - Edge cases: after the last step the rate stays what it was there; a course of one step has the peak.
    package func rate(at step: Int) -> Double {
        if step < warmupSteps { return peak * Double(step + 1) / Double(warmupSteps) }
        let first = max(warmupSteps - 1, 0)
        let progress = min(Double(step - first) / Double(max(steps - 1 - first, 1)), 1)
        switch shape {
        case .constant: return peak
        case .linear: return peak + (minimum - peak) * progress
        case .cosine: return minimum + (peak - minimum) * (1 + cos(.pi * progress)) / 2
        }
    }
}
