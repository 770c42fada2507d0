/// What was wrong with the file of a cache when it was opened. Whole records are never given up.
public struct CacheRepair: Sendable, Hashable {
    /// Bytes of a record that a killed process had not finished; they are cut off.
    public let tornBytes: Int

    /// Lines that are not what was written, because of the disk or an editor; they stay, and count for nothing.
    public let damagedLines: Int

    /// Nothing was wrong.
    public static let none = CacheRepair(tornBytes: 0, damagedLines: 0)
}
