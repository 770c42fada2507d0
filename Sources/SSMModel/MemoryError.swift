/// Work that was refused before it began, because it needs more memory than there is.
public struct MemoryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was to be done, such as "a prompt of 1000000 tokens".
    public let activity: String
    /// Bytes that it needs, by estimate.
    public let needed: Int
    /// Bytes that there are, and what sets the limit.
    public let available: AvailableMemory
    /// What can be done about it.
    public let remedy: String

    /// A refusal.
    public init(activity: String, needed: Int, available: AvailableMemory, remedy: String) {
        self.activity = activity
        self.needed = needed
        self.available = available
        self.remedy = remedy
    }

    public var description: String {
        "\(activity) needs about \(MemoryEstimate.text(needed)) of memory, and there are "
            + "\(MemoryEstimate.text(available.bytes)) (\(available.limit)); \(remedy)"
    }
}
