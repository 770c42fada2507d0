/// How a question is put to the model.
public enum AskMode: String, Sendable, Hashable, Codable, CaseIterable {
    /// Every question is a prompt of its own, prefilled whole: as the papers do.
    case prompt
    /// The context is read once, and each question goes on from that state by the plain recurrence. A strategy that
    /// edits the prefill edits the context alone.
    case afterReading = "after-reading"
}
